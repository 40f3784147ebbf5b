import { randomBytes, randomInt } from 'node:crypto';
import { connectionSchema, type Ros2Profile } from '../../../shared/contract/connection';
import { fr3 } from '../../../shared/robot/fr3';
import { realClock } from '../../robot/clock';
import { openDdsWire } from '../../robot/ros2/dds/ddsWire';
import { createRos2Link, type Ros2LinkOptions } from '../../robot/ros2/ros2Link';

/** The profile of the robot of the tests. */
export function peerProfile(change: object = {}): Ros2Profile {
  const profile = connectionSchema.parse({
    version: 1,
    kind: 'ros2',
    name: 'Peer',
    model: { source: { kind: 'bundled', name: 'fr3' } },
    trajectory: { action: '/fr3_arm_controller/follow_joint_trajectory' },
    gripper: {
      kind: 'gripperCommand',
      action: '/fr3_hand/gripper_cmd',
      joint: 'fr3_finger_joint1',
      scale: { closed: { width: 0, position: 0 }, open: { width: 0.08, position: 0.04 } },
    },
    ...change,
  });
  if (profile.kind !== 'ros2') throw new Error('The profile of the tests is not of a ROS 2 robot.');
  return profile;
}

/**
 * A domain that no other test uses now, for this process and those it starts: a robot that was killed stays
 * on its graph for 20 s. Above 101 DDS ports meet those that the system gives away.
 */
export function takeOwnDomain(): void {
  process.env.ROS_DOMAIN_ID = String(randomInt(1, 102));
  process.env.ROS_AUTOMATIC_DISCOVERY_RANGE = 'LOCALHOST';
}

/** A link in real time, with nothing around it. */
export function testLink(
  options: Pick<Ros2LinkOptions, 'onOpened'> & Partial<Ros2LinkOptions>,
): ReturnType<typeof createRos2Link> {
  return createRos2Link({
    profile: peerProfile(),
    openWire: () => openDdsWire(realClock),
    clock: realClock,
    who: 'test',
    randomBytes,
    readFile: () => Promise.reject(new Error('There are no files here.')),
    modelOf: () => ({ model: fr3, remarks: [] }),
    onChanged: () => undefined,
    ...options,
  });
}

export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Waits until it holds; throws after `withinMs` with what is so then. */
export async function until(holds: () => unknown, withinMs: number, what: () => unknown): Promise<number> {
  const began = performance.now();
  while (!holds()) {
    if (performance.now() - began > withinMs) {
      throw new Error(`Not within ${withinMs} ms: ${JSON.stringify(what())}`);
    }
    await sleep(5);
  }
  return performance.now() - began;
}
