import type { Vec3 } from '../geometry/pose';
import { quatFromAxisAngle } from '../geometry/pose';
import { isDish } from './objectGeometry';
import { createRandom, type Random } from './random';
import { sampleAppearance } from './sampleAppearance';
import {
  type ObjectColor,
  type ObjectKind,
  objectColors,
  objectKinds,
  type Scene,
  type SceneObject,
} from './scene';
import { jitteredCamera, nominalCamera } from './sceneCamera';
import { workcell } from './workcell';

export interface KindAndColor {
  readonly kind: ObjectKind;
  readonly color: ObjectColor;
}

export interface SampleSceneOptions {
  /** Objects that must be there; the rest is drawn. Pairs are unique, five at most. */
  readonly include?: readonly KindAndColor[];
  /** Draws the camera's pose too (training pictures); otherwise it is the nominal one. */
  readonly jitterCamera?: boolean;
}

const maxObjects = 5;
const maxDishes = 2;
/** Clear room around everything that is to be gripped (m), and between dishes. */
const gripperGap = 0.055;
const dishGap = 0.03;
const movableKinds = objectKinds.filter((kind) => !isDish(kind));
const dishKinds = objectKinds.filter(isDish);

/**
 * A table scene from a seed: 2 to 5 objects of different (kind, colour), at least one to move and one
 * to put it in or on, at rest on z = 0 and apart enough for a two-finger gripper. Deterministic.
 */
export function sampleScene(seed: number, options: SampleSceneOptions = {}): Scene {
  const random = createRandom(seed, 1);
  const pairs = drawPairs(random, options.include ?? []);
  const objects = placeObjects(random, pairs);
  return {
    seed,
    objects,
    camera: options.jitterCamera ? jitteredCamera(createRandom(seed, 2)) : nominalCamera,
    appearance: sampleAppearance(objects, createRandom(seed, 3)),
  };
}

function drawPairs(random: Random, include: readonly KindAndColor[]): readonly KindAndColor[] {
  if (include.length > maxObjects)
    throw new Error(`A scene holds ${maxObjects} objects, not ${include.length}.`);
  const pairs: KindAndColor[] = [];
  const has = (p: KindAndColor) => pairs.some((q) => q.kind === p.kind && q.color === p.color);
  const add = (kinds: readonly ObjectKind[]) => {
    let pair: KindAndColor;
    do pair = { kind: random.pick(kinds), color: random.pick(objectColors) };
    while (has(pair));
    pairs.push(pair);
  };
  for (const pair of include) {
    if (has(pair)) throw new Error(`A scene has one ${pair.color} ${pair.kind} only.`);
    pairs.push(pair);
  }
  const dishes = () => pairs.filter((p) => isDish(p.kind)).length;
  if (dishes() === 0) add(dishKinds);
  if (dishes() === pairs.length) add(movableKinds);
  const count = random.integer(2, maxObjects);
  while (pairs.length < count) {
    const dish = dishes() < maxDishes && random.next() < 0.3;
    add(dish ? dishKinds : movableKinds);
  }
  return pairs;
}

function drawSize(random: Random, kind: ObjectKind): Vec3 {
  const round = (low: number, high: number) => Math.round(random.uniform(low, high) * 1e4) / 1e4;
  switch (kind) {
    case 'cube': {
      const edge = round(0.04, 0.05);
      return [edge, edge, edge];
    }
    case 'can': {
      const diameter = round(0.05, 0.06);
      return [diameter, diameter, round(0.08, 0.1)];
    }
    case 'ball': {
      const diameter = round(0.045, 0.055);
      return [diameter, diameter, diameter];
    }
    case 'bowl': {
      const diameter = round(0.14, 0.16);
      return [diameter, diameter, 0.05];
    }
    case 'plate': {
      const diameter = round(0.18, 0.2);
      return [diameter, diameter, 0.018];
    }
  }
}

/** The radius of the circle about an upright object's axis that it stays in at any yaw. */
export function footprintRadius(object: Pick<SceneObject, 'kind' | 'size'>): number {
  const half = object.size[0] / 2;
  return object.kind === 'cube' ? half * Math.SQRT2 : half;
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

function placeObjects(random: Random, pairs: readonly KindAndColor[]): readonly SceneObject[] {
  const sized = pairs.map((pair) => ({ ...pair, size: drawSize(random, pair.kind) }));
  for (let attempt = 0; attempt < 2000; attempt++) {
    const spots = drawSpots(random, sized);
    if (!spots) continue;
    return sized.map((object, i) => ({
      id: `${object.color}_${object.kind}`,
      ...object,
      pose: {
        position: [spots[i]!.x, spots[i]!.y, object.size[2] / 2],
        orientation: quatFromAxisAngle([0, 0, 1], random.uniform(-Math.PI, Math.PI)),
      },
    }));
  }
  throw new Error(`No room on the table for ${pairs.map((p) => `${p.color} ${p.kind}`).join(', ')}.`);
}

function drawSpots(
  random: Random,
  objects: readonly Pick<SceneObject, 'kind' | 'size'>[],
): readonly Spot[] | undefined {
  const { x, y } = workcell.objectArea;
  const spots: Spot[] = [];
  for (const object of objects) {
    const dish = isDish(object.kind);
    const inset = dish ? 0.04 : 0;
    const free = (spot: Spot) =>
      spots.every((other, i) => {
        const neighbour = objects[i]!;
        const gap = dish && isDish(neighbour.kind) ? dishGap : gripperGap;
        const apart = Math.hypot(spot.x - other.x, spot.y - other.y);
        return apart >= footprintRadius(object) + footprintRadius(neighbour) + gap;
      });
    let spot: Spot | undefined;
    for (let i = 0; i < 40 && !spot; i++) {
      const candidate = {
        x: random.uniform(x[0] + inset, x[1] - inset),
        y: random.uniform(y[0] + inset, y[1] - inset),
      };
      if (free(candidate)) spot = candidate;
    }
    if (!spot) return undefined;
    spots.push(spot);
  }
  return spots;
}
