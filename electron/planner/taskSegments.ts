import type { Segment } from '../../shared/contract/plan';
import type { RobotModel } from '../../shared/robot/robotModel';
import { trajectorySegment } from './assemblePlan';
import type { FoundMotion } from './motion/searchMotion';
import { releaseWidth } from './motion/taskSituations';

/** N: enough to hold what weighs a few hundred grams by friction, little enough not to crush it. */
const holdForce = 30;
const openForce = 20;
/** m: a grasp counts when the fingers stop this near to the width that was seen. */
const widthTolerance = 0.012;
const gripperTimeoutSec = 5;

/** The plan's segments in order: the gripper acts between the arm's moves. */
export function taskSegments(robot: RobotModel, found: FoundMotion): Segment[] {
  const { grasp } = found.geometry;
  const gripper = { type: 'gripper' as const, timeoutSec: gripperTimeoutSec };
  const segments: Segment[] = [{ ...gripper, phase: 'open', width: grasp.openWidth, force: openForce }];
  for (const [i, move] of found.timed.entries()) {
    segments.push(trajectorySegment(robot, move));
    const last = found.timed[i + 1]?.phase !== move.phase;
    if (move.phase === 'descend' && last) {
      const expectObject = {
        minWidth: Math.max(0.003, grasp.width - (grasp.mayBeNarrower ?? 0) - widthTolerance),
        maxWidth: Math.min(robot.gripper.maxWidth, grasp.width + widthTolerance),
      };
      segments.push({ ...gripper, phase: 'grasp', width: 0, force: holdForce, expectObject });
    }
    if (move.phase === 'lower' && last) {
      const width = releaseWidth(grasp, robot.gripper.maxWidth);
      segments.push({ ...gripper, phase: 'release', width, force: openForce });
    }
  }
  return segments;
}
