import { move } from '../../robot/testing/plans';
import type { RobotOnRos2 } from './robotOnRos2';
import { sleep, until } from './testLink';

/** The goal that is cancelled over and over lasts so long (s), and by then all must be measured. */
const goalSec = 30;
const pauseMs = 20;

/**
 * From the stop request at the robot process to the cancel request in the controller's own process, which
 * does not obey, over and over while one goal runs. Answers the times in ms, sorted.
 */
export async function cancelLatencies(robot: RobotOnRos2, count: number): Promise<readonly number[]> {
  const arrivals: bigint[] = [];
  robot.peer.onNews((news) => {
    if (news.type === 'cancel') arrivals.push(BigInt(news.atNs));
  });
  const refusals = await robot.approveWhenStill([move(0, 0.01, goalSec, 'approach')]);
  if (refusals.length > 0) throw new Error(`The motion was refused: ${JSON.stringify(refusals)}`);
  await sleep(500);
  robot.peer.behave({ cancel: 'deaf' });
  const endMs = performance.now() + (goalSec - 5) * 1000;
  const ms: number[] = [];
  while (ms.length < count && performance.now() < endMs) {
    const before = arrivals.length;
    const sentNs = process.hrtime.bigint();
    void robot.console.request('stop', { source: 'test', reason: 'latency' });
    await until(() => arrivals.length > before, 5000, robot.told);
    ms.push(Number(arrivals[before]! - sentNs) / 1e6);
    await sleep(pauseMs);
  }
  robot.peer.behave({ cancel: 'obeys' });
  return ms.sort((a, b) => a - b);
}
