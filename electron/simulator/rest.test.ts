import { describe, expect, it, vi } from 'vitest';
import type { WorldState } from '../../shared/contract/simulatorContract';
import { fr3 } from '../../shared/robot/fr3';
import { createSimulator, type Simulator } from './createSimulator';
import { sceneOfSeed } from './serveSimulator';
import { armPositions } from './testing/motions';
import { objectAt, sceneWith } from './testing/scenes';

/** Real physics takes its time where the machine is busy. */
vi.setConfig({ testTimeout: 60_000 });

/** Largest way (m) and turn (rad) of any object between two states. */
function drift(a: WorldState, b: WorldState): { readonly way: number; readonly turn: number } {
  const ways = a.objects.map(({ pose }, i) =>
    Math.hypot(...pose.position.map((v, k) => v - b.objects[i]!.pose.position[k]!)),
  );
  const turns = a.objects.map(({ pose }, i) => {
    const dot = pose.orientation.reduce((sum, v, k) => sum + v * b.objects[i]!.pose.orientation[k]!, 0);
    return 2 * Math.acos(Math.min(1, Math.abs(dot)));
  });
  return { way: Math.max(...ways), turn: Math.max(...turns) };
}

const position = (simulator: Simulator, id: string) =>
  simulator.world().objects.find((object) => object.id === id)!.pose.position;

describe('the world at rest', () => {
  it('does not drift: 5 s on six scenes, all kinds of objects among them', async () => {
    const simulator = await createSimulator({ scene: sceneOfSeed(1), clock: () => 0 });
    const kinds = new Set<string>();
    for (let seed = 1; seed <= 6; seed++) {
      simulator.loadScene(sceneOfSeed(seed));
      for (const { kind } of simulator.scene().objects) kinds.add(kind);
      const before = simulator.world();
      simulator.step(5);
      const { way, turn } = drift(before, simulator.world());
      expect(way, `seed ${seed}`).toBeLessThan(5e-5);
      expect(turn, `seed ${seed}`).toBeLessThan(1e-3);
      expect(Math.max(...armPositions(simulator).map((q, i) => Math.abs(q - fr3.home[i]!)))).toBeLessThan(
        1e-6,
      );
    }
    expect([...kinds].sort()).toEqual(['ball', 'bowl', 'can', 'cube', 'plate']);
    simulator.dispose();
  });
});

describe('a dropped object', () => {
  const kinds = ['cube', 'can', 'ball'] as const;
  const cases = kinds.flatMap((kind) =>
    (['bowl', 'plate'] as const).flatMap((dish) => [0, 0.02].map((aside) => ({ kind, dish, aside }))),
  );

  it('stays in the bowl or on the plate it falls on from 10 cm, and neither creeps nor sinks', async () => {
    const simulator = await createSimulator({ scene: sceneWith(), clock: () => 0 });
    for (const { kind, dish, aside } of cases) {
      const name = `${kind} on ${dish}, ${aside} m off its middle`;
      const object = objectAt(kind, 0.5 + aside, 0.003, { lift: 0.106, tilt: 0.02 });
      simulator.loadScene(sceneWith(objectAt(dish, 0.5, 0), object));
      simulator.step(2);
      const settled = simulator.world();
      simulator.step(2);
      const [[x, y, z], [dishX, dishY, dishZ]] = [position(simulator, kind), position(simulator, dish)];
      expect(Math.hypot(x - dishX, y - dishY), name).toBeLessThan(0.04);
      expect(Math.hypot(dishX - 0.5, dishY), name).toBeLessThan(0.002);
      expect(z, name).toBeGreaterThan(dishZ - 0.01);
      expect(drift(settled, simulator.world()).way, name).toBeLessThan(1e-4);
    }
    simulator.dispose();
  });

  it('gains no energy from the table, whichever way it falls', async () => {
    const simulator = await createSimulator({ scene: sceneWith(), clock: () => 0 });
    for (const kind of kinds) {
      for (let tilt = 0; tilt < Math.PI; tilt += 0.35) {
        simulator.loadScene(sceneWith(objectAt(kind, 0.5, 0, { lift: 0.1, tilt })));
        const start = position(simulator, kind)[2];
        for (let t = 0; t < 1; t += 0.01) {
          simulator.step(0.01);
          expect(position(simulator, kind)[2], `${kind} ${tilt}`).toBeLessThan(start + 1e-6);
          expect(position(simulator, kind)[2], `${kind} ${tilt}`).toBeGreaterThan(0.02);
        }
        expect(Math.hypot(position(simulator, kind)[0] - 0.5, position(simulator, kind)[1])).toBeLessThan(
          0.15,
        );
      }
    }
    simulator.dispose();
  });

  it('from the edge of the table ends on the floor', async () => {
    const simulator = await createSimulator({
      scene: sceneWith(objectAt('cube', 1.02, 0, { lift: 0.02 })),
      clock: () => 0,
    });
    simulator.step(2);
    expect(position(simulator, 'cube')[2]).toBeLessThan(-0.7);
    expect(position(simulator, 'cube')[2]).toBeGreaterThan(-0.74);
    simulator.dispose();
  });
});
