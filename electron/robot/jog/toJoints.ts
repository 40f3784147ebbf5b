import type { JogApproval, JogCommand } from '../../../shared/contract/jog';
import { solveSymmetric } from '../../../shared/geometry/solveSymmetric';
import type { Kinematics } from '../../../shared/motion/kinematics';
import type { ToJoints } from './jogPath';

/** Near a posture from which the tip cannot go some way, the joints are asked for less rather than for ever more. */
const damping = 0.02 ** 2;

/** A command in rad/s of each joint, or in m/s and rad/s of the tool point: at most the approved speeds. */
export function velocityOf(command: JogCommand, approval: JogApproval): number[] {
  if (command.space === 'joints') return command.velocities.map((share) => share * approval.jointSpeed);
  return [
    ...shorten(command.linear).map((share) => share * approval.tipSpeed),
    ...shorten(command.angular).map((share) => share * approval.turnSpeed),
  ];
}

/** Two keys at once do not go faster than one. */
function shorten(shares: readonly number[]): number[] {
  const length = Math.hypot(...shares);
  return shares.map((share) => (length > 1 ? share / length : share));
}

/**
 * How a command of this space becomes velocities of the joints. Of the tool point: damped least squares, the
 * smallest joint velocities that do it, all of them slowed alike when one would be too fast.
 */
export function toJointsOf(space: JogCommand['space'], kinematics: Kinematics, jointSpeed: number): ToJoints {
  if (space === 'joints') return (_positions, commanded) => commanded;
  const { dof, tipOffset } = kinematics;
  const frames = kinematics.createFrames();
  const J = new Float64Array(6 * dof);
  const A = new Float64Array(36);
  const y = new Float64Array(6);
  return (positions, commanded) => {
    kinematics.tipFrames(positions, frames);
    kinematics.jacobian(frames, J);
    for (let part = 0; part < 2; part++) {
      for (let row = 0; row < 3; row++) {
        const [a, b, c] = [0, 1, 2].map((k) => commanded[part * 3 + k]!) as [number, number, number];
        const r = tipOffset + row * 4;
        y[part * 3 + row] =
          space === 'base' ? [a, b, c][row]! : frames[r]! * a + frames[r + 1]! * b + frames[r + 2]! * c;
      }
    }
    for (let r = 0; r < 6; r++) {
      for (let s = 0; s < 6; s++) {
        let sum = r === s ? damping : 0;
        for (let j = 0; j < dof; j++) sum += J[r * dof + j]! * J[s * dof + j]!;
        A[r * 6 + s] = sum;
      }
    }
    if (!solveSymmetric(A, y, 6)) return positions.map(() => 0);
    const velocities = positions.map((_, j) => {
      let sum = 0;
      for (let r = 0; r < 6; r++) sum += J[r * dof + j]! * y[r]!;
      return sum;
    });
    const fastest = Math.max(...velocities.map(Math.abs));
    return fastest > jointSpeed ? velocities.map((v) => (v * jointSpeed) / fastest) : velocities;
  };
}
