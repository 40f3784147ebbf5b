import { expect, it } from 'vitest';
import { checker, kinematics } from '../../electron/planner/testing/situation';
import type { Vec3 } from '../geometry/pose';
import { planningLimits } from '../motion/limits';
import { fr3 } from '../robot/fr3';
import { createRandom, type Random } from '../scene/random';
import { placeBody, robotBodies } from './bodies';
import { emptyMap, type SceneMap } from './sceneMap';

const limits = planningLimits(fr3, 1);
const moving = robotBodies(kinematics).filter((body) => !['fr3_link0', 'fr3_link1'].includes(body.link));

/** One cell thick, seven wide: a plate of 5 mm by 35 mm, standing on the table with its top at a point. */
function plateMap(random: Random, [x, y, top]: Vec3): SceneMap {
  const cell = 0.005;
  const [columns, rows] = [240, 300];
  const [originX, originY] = [x - (random.integer(60, 180) + random.next()) * cell, y - 150.5 * cell];
  const heights = new Float32Array(columns * rows);
  const things = new Int16Array(columns * rows);
  const [column, row] = [Math.floor((x - originX) / cell), Math.floor((y - originY) / cell)];
  const lengthwise = random.next() < 0.5;
  for (let k = -3; k <= 3; k++) {
    const at = (row + (lengthwise ? k : 0)) * columns + column + (lengthwise ? 0 : k);
    heights[at] = top;
    things[at] = 1;
  }
  return {
    ...emptyMap,
    originX,
    originY,
    cell,
    columns,
    rows,
    heights,
    things,
    thingCount: 1,
    maxHeight: top,
  };
}

it('finds a 5 mm plate anywhere on random motions, however far apart the given postures are', () => {
  const random = createRandom(514);
  const frames = kinematics.createFrames();
  const frame = new Float64Array(12);
  const near = () =>
    fr3.home.map((v, j) =>
      Math.min(limits.upper[j]!, Math.max(limits.lower[j]!, v + random.uniform(-0.9, 0.9))),
    );
  const gripperWidth = 0.04;
  let free = 0;
  while (free < 60) {
    const positions = Array.from({ length: random.integer(2, 5) }, near);
    const motion = {
      phase: 'approach' as const,
      positions,
      gripperWidth,
      marginOf: () => random.pick([0.002, 0.006]),
    };
    if (checker.check(emptyMap, [motion]).problem) continue;
    free++;
    // Through the middle of a random body at a random moment.
    const piece = random.integer(0, positions.length - 2);
    const share = random.next();
    const q = positions[piece]!.map((v, j) => v + share * (positions[piece + 1]![j]! - v));
    kinematics.linkFrames(q, gripperWidth, frames);
    const body = random.pick(moving);
    placeBody(body, frames, frame);
    const map = plateMap(random, [frame[3]!, frame[7]!, frame[11]!]);
    const { problem } = checker.check(map, [motion]);
    expect(problem?.check, `${body.link} at ${share} of piece ${piece}`).toBe('scene');
  }
});
