import { armValues, forwardKinematics, type JointValues } from '../../../shared/robot/forwardKinematics';
import type { RobotModel } from '../../../shared/robot/robotModel';
import type { Random } from '../../../shared/scene/random';

/** The share of training pictures in which the arm is somewhere else than at rest. */
const awayShare = 0.2;
/** Fingertips stay above the tallest object (m). */
const lowestTip = 0.14;

/** Arm and finger values for a training picture: near home, or sometimes over the table. */
export function samplePosture(robot: RobotModel, random: Random): JointValues {
  const arm = random.next() < awayShare ? overTheTable(robot, random) : nearHome(robot, random);
  const opening = random.uniform(0, robot.gripper.maxWidth / 2);
  const fingers = Object.fromEntries(robot.gripper.fingerJointNames.map((name) => [name, opening]));
  return { ...armValues(robot, arm), ...fingers };
}

function nearHome(robot: RobotModel, random: Random): readonly number[] {
  return robot.home.map((value) => value + random.uniform(-0.06, 0.06));
}

/** Postures that point about downwards: for this arm joint 6 then follows from joints 2 and 4. */
function overTheTable(robot: RobotModel, random: Random): readonly number[] {
  for (;;) {
    const shoulder = random.uniform(-0.7, 0.45);
    const elbow = random.uniform(-2.6, -1.7);
    const arm = [
      random.uniform(-0.6, 0.6),
      shoulder,
      random.uniform(-0.25, 0.25),
      elbow,
      random.uniform(-0.25, 0.25),
      shoulder - elbow + random.uniform(-0.2, 0.2),
      0.785 + random.uniform(-0.8, 0.8),
    ];
    const tip = forwardKinematics(robot, armValues(robot, arm)).get(robot.tcpFrame)!.position;
    if (tip[2] > lowestTip && tip[0] > 0.25 && tip[0] < 0.75 && Math.abs(tip[1]) < 0.4) return arm;
  }
}
