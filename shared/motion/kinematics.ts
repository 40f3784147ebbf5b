import type { Pose } from '../geometry/pose';
import type { RobotModel } from '../robot/robotModel';
import { composeFrames, readFrame, writeFrame } from './frames';

/**
 * Forward kinematics and Jacobian of a whole robot on plain number arrays, about 2 us a posture: what
 * `forwardKinematics` computes, for loops that ask thousands of times. A frame is 12 numbers, the
 * rows of [R | p]; frames of all links lie one after the other in the order of `linkNames`.
 */
export interface Kinematics {
  readonly robot: RobotModel;
  /** Arm joints. */
  readonly dof: number;
  readonly linkNames: readonly string[];
  /** Offset of the TCP's frame among the frames. */
  readonly tipOffset: number;
  /** Room for all frames. */
  createFrames(): Float64Array;
  /** Poses of all links in the base frame, for arm positions (rad) and an opening between the fingers (m). */
  linkFrames(positions: ArrayLike<number>, gripperWidth: number, frames: Float64Array): void;
  /** The same for the links between base and TCP only; the frames of all others stay as they were. */
  tipFrames(positions: ArrayLike<number>, frames: Float64Array): void;
  /** Geometric Jacobian of the TCP in the base frame from its frames: 6 rows (linear, angular) of dof. */
  jacobian(frames: Float64Array, jacobian: Float64Array): void;
}

/** Motion of a joint by `value`: Rodrigues' rotation about its axis, or a shift along it. */
function writeMotion(
  type: 'revolute' | 'prismatic' | 'fixed',
  axis: readonly [number, number, number],
  value: number,
  out: Float64Array,
): void {
  const [x, y, z] = axis;
  const turning = type === 'revolute';
  const s = turning ? Math.sin(value) : 0;
  const k = turning ? 1 - Math.cos(value) : 0;
  const shift = type === 'prismatic' ? value : 0;
  out[0] = 1 - k * (y * y + z * z);
  out[1] = k * x * y - s * z;
  out[2] = k * x * z + s * y;
  out[3] = shift * x;
  out[4] = k * x * y + s * z;
  out[5] = 1 - k * (x * x + z * z);
  out[6] = k * y * z - s * x;
  out[7] = shift * y;
  out[8] = k * x * z - s * y;
  out[9] = k * y * z + s * x;
  out[10] = 1 - k * (x * x + y * y);
  out[11] = shift * z;
}

/** Turns a frame about its own z axis, as most joints do: two of its columns, in place. */
function turnAboutZ(frames: Float64Array, offset: number, angle: number): void {
  const s = Math.sin(angle);
  const c = Math.cos(angle);
  for (let row = offset; row < offset + 12; row += 4) {
    const x = frames[row]!;
    const y = frames[row + 1]!;
    frames[row] = c * x + s * y;
    frames[row + 1] = c * y - s * x;
  }
}

/** Prepares a robot model; throws if its tree is not in order or its TCP is not there. */
export function createKinematics(robot: RobotModel): Kinematics {
  const linkNames = [robot.baseFrame, ...robot.joints.map((joint) => joint.child)];
  const offsetOf = (link: string): number => {
    const index = linkNames.indexOf(link);
    if (index < 0) throw new Error(`Robot ${robot.name} has no link ${link}.`);
    return index * 12;
  };
  const origins = new Float64Array(robot.joints.length * 12);
  const joints = robot.joints.map((joint, i) => {
    writeFrame(joint.origin, origins, i * 12);
    const parent = offsetOf(joint.parent);
    const child = (i + 1) * 12;
    if (parent >= child) throw new Error(`Joint ${joint.name} stands before the joint of its parent link.`);
    return {
      type: joint.type,
      axis: joint.axis,
      aboutZ: joint.type === 'revolute' && joint.axis[0] === 0 && joint.axis[1] === 0 && joint.axis[2] === 1,
      parent,
      child,
      arm: robot.armJointNames.indexOf(joint.name),
      finger: robot.gripper.fingerJointNames.includes(joint.name),
    };
  });
  const armJoints = robot.armJointNames.map((name) => {
    const joint = joints[robot.joints.findIndex((j) => j.name === name)];
    if (!joint) throw new Error(`Robot ${robot.name} has no joint ${name}.`);
    return joint;
  });
  const tipOffset = offsetOf(robot.tcpFrame);
  const placed = new Float64Array(12);
  const motion = new Float64Array(12);
  const dof = armJoints.length;
  const tipJoints: (typeof joints)[number][] = [];
  for (let at = tipOffset; at > 0; at = tipJoints[0]!.parent) tipJoints.unshift(joints[at / 12 - 1]!);

  function place(
    which: readonly (typeof joints)[number][],
    positions: ArrayLike<number>,
    gripperWidth: number,
    frames: Float64Array,
  ): void {
    frames.fill(0, 0, 12);
    frames[0] = frames[5] = frames[10] = 1;
    for (const joint of which) {
      // The joint's own frame stands at the place of its child's in `origins`, one frame earlier.
      const origin = joint.child - 12;
      if (joint.type === 'fixed') {
        composeFrames(frames, joint.parent, origins, origin, frames, joint.child);
        continue;
      }
      const value = joint.arm >= 0 ? positions[joint.arm]! : joint.finger ? gripperWidth / 2 : 0;
      if (joint.aboutZ) {
        composeFrames(frames, joint.parent, origins, origin, frames, joint.child);
        turnAboutZ(frames, joint.child, value);
        continue;
      }
      composeFrames(frames, joint.parent, origins, origin, placed, 0);
      writeMotion(joint.type, joint.axis, value, motion);
      composeFrames(placed, 0, motion, 0, frames, joint.child);
    }
  }

  return {
    robot,
    dof,
    linkNames,
    tipOffset,
    createFrames: () => new Float64Array(linkNames.length * 12),

    linkFrames: (positions, gripperWidth, frames) => place(joints, positions, gripperWidth, frames),
    tipFrames: (positions, frames) => place(tipJoints, positions, 0, frames),

    jacobian(frames, out) {
      const [tx, ty, tz] = [frames[tipOffset + 3]!, frames[tipOffset + 7]!, frames[tipOffset + 11]!];
      for (let j = 0; j < dof; j++) {
        const { type, axis, child } = armJoints[j]!;
        const [ax, ay, az] = axis;
        const zx = frames[child]! * ax + frames[child + 1]! * ay + frames[child + 2]! * az;
        const zy = frames[child + 4]! * ax + frames[child + 5]! * ay + frames[child + 6]! * az;
        const zz = frames[child + 8]! * ax + frames[child + 9]! * ay + frames[child + 10]! * az;
        if (type === 'prismatic') {
          out[j] = zx;
          out[dof + j] = zy;
          out[2 * dof + j] = zz;
          out[3 * dof + j] = out[4 * dof + j] = out[5 * dof + j] = 0;
          continue;
        }
        const dx = tx - frames[child + 3]!;
        const dy = ty - frames[child + 7]!;
        const dz = tz - frames[child + 11]!;
        out[j] = zy * dz - zz * dy;
        out[dof + j] = zz * dx - zx * dz;
        out[2 * dof + j] = zx * dy - zy * dx;
        out[3 * dof + j] = zx;
        out[4 * dof + j] = zy;
        out[5 * dof + j] = zz;
      }
    },
  };
}

/** Pose of the TCP for arm positions (rad). */
export function tipPose(kinematics: Kinematics, positions: ArrayLike<number>): Pose {
  const frames = kinematics.createFrames();
  kinematics.tipFrames(positions, frames);
  return readFrame(frames, kinematics.tipOffset);
}
