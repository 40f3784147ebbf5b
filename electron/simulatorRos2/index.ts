import { z } from 'zod';
import { connect } from '../../shared/contract/channel';
import { simulatorContract } from '../../shared/contract/simulatorContract';
import { fr3 } from '../../shared/robot/fr3';
import { createRosNode } from '../ros2/rosNode';
import { reportBadMessage, startUtility } from '../utility/startUtility';
import { createArmServer } from './armServer';
import { createCameraPublisher } from './cameraPublisher';
import { createGripperServer } from './gripperServer';
import { names } from './names';
import { createRosClock } from './rosClock';
import { createStatePublisher } from './statePublisher';

/** Pictures a second that are tried for. */
const rateHz = z.coerce.number().positive().max(60).parse(process.env.R1_SIM_ROS2_RATE);
/** How often (ms) the true rate of the pictures is said, after the first time. */
const reportMs = 30_000;

const nowSec = () => Date.now() / 1000;
const clock = createRosClock(nowSec);

// Three nodes, as on a real cell: the robot with its camera, the arm's controller, the gripper.
const [robot, controller, gripper] = await Promise.all([
  createRosNode(names.node, 'robot'),
  createRosNode(names.armController, 'robot'),
  createRosNode(names.gripper, 'robot'),
]);
const states = createStatePublisher(robot, fr3, clock);
const arm = createArmServer(controller, fr3, clock, nowSec);
const hand = createGripperServer(gripper);
const camera = createCameraPublisher({
  ros: robot,
  robot: fr3,
  clock,
  rateHz,
  nowMs: () => performance.now(),
  onBadMessage: reportBadMessage,
});

let reported = { atSec: nowSec(), count: 0 };
const sayRate = () => {
  const [atSec, count] = [nowSec(), camera.published()];
  console.log(`pictures a second: ${((count - reported.count) / (atSec - reported.atSec)).toFixed(1)}`);
  reported = { atSec, count };
};
const first = setTimeout(sayRate, 10_000);
const report = setInterval(sayRate, reportMs);

startUtility({
  serve: {},
  connect: {
    simulator: (port) => {
      const client = connect(port, simulatorContract, reportBadMessage);
      states.attach(client);
      arm.attach(client);
      hand.attach(client);
    },
    simulatorCamera: (port) => camera.attach(port),
  },
  shutDown: () => {
    clearTimeout(first);
    clearInterval(report);
    camera.close();
    arm.close();
    hand.close();
    for (const ros of [robot, controller, gripper]) ros.close();
  },
});
