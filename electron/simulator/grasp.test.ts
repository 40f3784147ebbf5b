import { afterEach, describe, expect, it, vi } from 'vitest';
import { compose, invert, type Pose } from '../../shared/geometry/pose';
import { armValues, forwardKinematics } from '../../shared/robot/forwardKinematics';
import { fr3 } from '../../shared/robot/fr3';
import { createSimulator, type Simulator } from './createSimulator';
import { downward, solveTcp } from './testing/inverseKinematics';
import { armPositions, moveTo, runGripper } from './testing/motions';
import { objectAt, sceneWith, usualSize } from './testing/scenes';

/** Real physics takes its time where the machine is busy. */
vi.setConfig({ testTimeout: 60_000 });

type Held = 'cube' | 'can' | 'ball';

/** The palm is 39 mm behind the TCP: tall things are held above their middle. */
const graspHeight = (kind: Held) => Math.max(usualSize[kind][2] / 2, usualSize[kind][2] - 0.032);

describe('a friction grasp', () => {
  let simulator: Simulator;
  afterEach(() => simulator.dispose());

  const object = (kind: Held): Pose => simulator.world().objects.find(({ id }) => id === kind)!.pose;
  const inHand = (kind: Held): Pose => {
    const tcp = forwardKinematics(fr3, armValues(fr3, armPositions(simulator))).get(fr3.tcpFrame)!;
    return compose(invert(tcp), object(kind));
  };
  const over = (x: number, y: number, z: number, yaw = 0) => solveTcp(fr3, downward([x, y, z], yaw));

  async function grasp(kind: Held, { force = 30, aside = 0, yaw = 0 } = {}) {
    simulator = await createSimulator({
      scene: sceneWith(objectAt(kind, 0.5, 0.1 + aside, { yaw }), objectAt('bowl', 0.45, -0.2)),
      clock: () => 0,
    });
    moveTo(simulator, over(0.5, 0.1, 0.25), 0.5);
    moveTo(simulator, over(0.5, 0.1, graspHeight(kind)), 0.5);
    return runGripper(simulator, 0, force);
  }

  it.each<Held>(['cube', 'can', 'ball'])(
    'holds a %s through 3 s of swinging at the full limits, and lets go of it in the bowl',
    async (kind) => {
      const gripped = await grasp(kind);
      expect(gripped).toMatchObject({ status: 'succeeded', stalled: true, reachedGoal: false });
      expect(Math.abs(gripped.position - usualSize[kind][1])).toBeLessThan(0.001);
      expect(gripped.effort).toBeCloseTo(30, 0);

      moveTo(simulator, over(0.5, 0.1, graspHeight(kind) + 0.2), 1);
      expect(object(kind).position[2]).toBeCloseTo(usualSize[kind][2] / 2 + 0.2, 2);

      const start = inHand(kind);
      const began = simulator.stampSec();
      const swings = [over(0.35, -0.45, 0.35, 0.8), over(0.35, 0.5, 0.45, -0.8), over(0.6, -0.2, 0.35)];
      for (let i = 0; simulator.stampSec() - began < 3; i++) {
        moveTo(simulator, swings[i % swings.length]!, 1);
      }
      // Each wide swing leaves it up to 2 mm further from the base: the engine moves a free body along the
      // tangent of each 2 ms step (v^2 dt^2 / 2r outwards), however firm the grip. It never comes back inwards.
      const end = inHand(kind);
      expect(Math.hypot(...end.position.map((v, i) => v - start.position[i]!))).toBeLessThan(0.006);
      const dot = end.orientation.reduce((sum, v, i) => sum + v * start.orientation[i]!, 0);
      expect(2 * Math.acos(Math.min(1, Math.abs(dot)))).toBeLessThan(0.01);

      moveTo(simulator, over(0.45, -0.2, graspHeight(kind) + 0.15), 0.5);
      moveTo(simulator, over(0.45, -0.2, graspHeight(kind) + 0.012), 0.5);
      expect(runGripper(simulator, 0.08, 30)).toMatchObject({ stalled: false, reachedGoal: true });
      moveTo(simulator, over(0.45, -0.2, 0.3), 0.5);
      simulator.step(1);
      const [x, y, z] = object(kind).position;
      expect(Math.hypot(x - 0.45, y + 0.2)).toBeLessThan(0.025);
      expect(z).toBeCloseTo(usualSize[kind][2] / 2 + 0.004, 2);
    },
  );

  it.each<[Held, number]>([
    ['cube', 10],
    ['can', 10],
    ['ball', 10],
    ['cube', 70],
    ['can', 70],
    ['ball', 70],
  ])('does not let a %s creep in 5 s at %d N', async (kind, force) => {
    await grasp(kind, { force });
    moveTo(simulator, over(0.5, 0.1, graspHeight(kind) + 0.2), 0.5);
    simulator.step(0.2);
    const before = object(kind);
    simulator.step(5);
    const after = object(kind);
    expect(Math.hypot(...after.position.map((v, i) => v - before.position[i]!))).toBeLessThan(2e-4);
  });

  it('holds by friction and by nothing else: too weak a grip leaves the can on the table', async () => {
    // 2 pads x 0.3 N x friction 1.1 carries 0.66 N; the can weighs 0.94 N.
    expect(await grasp('can', { force: 0.3 })).toMatchObject({ stalled: true });
    moveTo(simulator, over(0.5, 0.1, graspHeight('can') + 0.2), 0.5);
    simulator.step(1);
    expect(object('can').position[2]).toBeCloseTo(usualSize.can[2] / 2, 2);
  });

  it.each<Held>(['cube', 'can', 'ball'])('centres a %s that stands 10 mm aside', async (kind) => {
    expect(await grasp(kind, { aside: 0.01, yaw: 0.15 })).toMatchObject({ stalled: true });
    moveTo(simulator, over(0.5, 0.1, graspHeight(kind) + 0.2), 1);
    expect(Math.abs(inHand(kind).position[1])).toBeLessThan(0.002);
    expect(object(kind).position[2]).toBeGreaterThan(0.2);
  });
});
