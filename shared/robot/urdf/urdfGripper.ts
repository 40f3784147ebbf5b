import type { ModelChoices } from '../../contract/connection';
import { identityPose } from '../../geometry/pose';
import { frameOnly, sliding } from '../jointBuilders';
import type { Joint, Link, ParallelGripper } from '../robotModel';
import { limitsOf } from './urdfLimits';
import type { UrdfJoint } from './urdfTree';

/** What is known of the gripper besides the URDF: from the profile's gripper channel. */
export interface GripperHints {
  /** m */
  readonly maxWidth?: number;
  /** N */
  readonly maxForce?: number;
}

export interface FoundGripper {
  readonly gripper: ParallelGripper;
  /** The joints of the fingers as the model has them, by name. */
  readonly fingers: ReadonlyMap<string, Joint>;
  /** Fingers without bodies, for grippers whose own the model cannot move. */
  readonly added: { readonly links: readonly Link[]; readonly joints: readonly Joint[] };
}

/** m and N, where neither URDF nor profile tells. */
const guess = { maxWidth: 0.08, maxForce: 40 };

/**
 * Finds a gripper with two sliding fingers among the moving joints behind the arm, whichever way round
 * their travel is written; 0 is closed. Any other gripper stands still in the model, and its opening is
 * told by two fingers without bodies at the tip.
 */
export function findGripper(
  moving: readonly UrdfJoint[],
  tcpFrame: string,
  choices: ModelChoices,
  hints: GripperHints,
  remark: (text: string) => void,
): FoundGripper {
  const slides = moving.filter((joint) => joint.type === 'prismatic');
  if (slides.length === 2) {
    const first = slides.find((joint) => !joint.mimic) ?? slides[0]!;
    const second = slides.find((joint) => joint !== first)!;
    const a = fingerJoint(first, first, choices);
    const b = fingerJoint(second, second.mimic?.joint === first.name ? first : second, choices);
    if (second.mimic && (Math.abs(second.mimic.multiplier) !== 1 || second.mimic.offset !== 0)) {
      remark(`Finger "${second.name}" follows "${first.name}" unevenly in the URDF; here both travel alike.`);
    }
    return {
      gripper: {
        fingerJointNames: [a.name, b.name],
        maxWidth: hints.maxWidth ?? 2 * Math.min(a.limits!.upper, b.limits!.upper),
        maxForce: hints.maxForce ?? (Math.min(a.limits!.effort, b.limits!.effort) || guess.maxForce),
      },
      fingers: new Map([
        [a.name, a],
        [b.name, b],
      ]),
      added: { links: [], joints: [] },
    };
  }
  const maxWidth = hints.maxWidth ?? guess.maxWidth;
  remark(
    `${moving.length === 0 ? 'No gripper was found' : 'The gripper has no two sliding fingers'}: in the model it stands as the URDF has it at 0, and it is taken to open to ${Math.round(maxWidth * 1000)} mm.`,
  );
  const maxForce = hints.maxForce ?? guess.maxForce;
  const pads = [1, -1].map((side) => {
    const name = `${tcpFrame}_${side > 0 ? 'left' : 'right'}_pad`;
    const limits = {
      lower: 0,
      upper: maxWidth / 2,
      velocity: 0.1,
      acceleration: 1,
      jerk: 20,
      effort: maxForce,
    };
    return sliding(`${name}_slide`, tcpFrame, name, identityPose, [0, side, 0], limits);
  });
  return {
    gripper: { fingerJointNames: [pads[0]!.name, pads[1]!.name], maxWidth, maxForce },
    fingers: new Map(),
    added: { links: pads.map((pad) => frameOnly(pad.child)), joints: pads },
  };
}

/** A finger whose travel counts from 0 (closed) upwards; `leader` is whom it follows, or itself. */
function fingerJoint(joint: UrdfJoint, leader: UrdfJoint, choices: ModelChoices): Joint {
  const limits = limitsOf(leader, choices);
  const backwards = limits.upper <= 0;
  const mirrored = leader !== joint && (joint.mimic?.multiplier ?? 1) < 0;
  const axis =
    backwards !== mirrored ? ([-joint.axis[0], -joint.axis[1], -joint.axis[2]] as const) : joint.axis;
  const { name, parent, child, origin } = joint;
  const travel = backwards ? { ...limits, lower: -limits.upper || 0, upper: -limits.lower } : limits;
  return sliding(name, parent, child, origin, axis, travel);
}
