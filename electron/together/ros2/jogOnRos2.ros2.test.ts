import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JogCommand } from '../../../shared/contract/jog';
import { jogLimits } from '../../../shared/session/jog';
import { robotOnRos2 } from './robotOnRos2';
import { until } from './testLink';

/** Jogging over real DDS, in real time: the same session over the other driver. */
describe('jogging a robot on the ROS graph', () => {
  let robot: Awaited<ReturnType<typeof robotOnRos2>>;
  beforeAll(async () => {
    robot = await robotOnRos2();
    await robot.idle();
  });
  afterAll(() => robot?.close());

  it('moves while a key is held, rests soon after it is let go, and stops', async () => {
    const { console, told, state } = robot;
    const { refusals, jog } = await console.request('startJog', { operator: 'op', speed: 1 });
    expect(refusals).toEqual([]);
    const jogId = jog!.jogId;
    const command: JogCommand = { space: 'joints', velocities: [1, 0, 0, 0, 0, 0, 0] };
    const press = (holdId: number) => {
      const say = () => console.notify('jogHold', { jogId, holdId, command });
      say();
      const timer = setInterval(say, jogLimits.holdEveryMs);
      return () => clearInterval(timer);
    };
    const fastest = () => Math.max(...(state()?.velocities ?? []).map(Math.abs));

    const letGo = press(1);
    await until(() => fastest() > 0.3, 5000, told);
    let dips = 0;
    let peak = 0;
    const watch = console.on('state', ({ velocities }) => {
      const v = Math.abs(velocities[0] ?? 0);
      peak = Math.max(peak, v);
      if (v < 0.25) dips++;
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    watch();
    letGo();
    console.notify('jogRelease', { jogId, holdId: 1 });
    const releasedAt = performance.now();
    await until(() => fastest() < 0.01, 2000, told);
    process.stdout.write(
      `jogging over DDS: peak ${peak.toFixed(3)} rad/s, ${dips} states slower than half of it while held, ` +
        `at rest ${Math.round(performance.now() - releasedAt)} ms after letting go\n`,
    );
    expect(peak).toBeLessThan(0.6);
    expect(robot.stops).toEqual([]);
    expect(robot.faults.map(({ happened }) => happened)).toEqual([]);

    press(2);
    await until(() => fastest() > 0.3, 5000, told);
    const report = await console.request('stop', { source: 'button', reason: 'test' });
    expect(report).toMatchObject({ confirmed: true, wasMoving: true });
    expect(state()?.manual).toBeUndefined();
  });
});
