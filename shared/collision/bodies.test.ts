import { describe, expect, it } from 'vitest';
import { quatFromRpy } from '../geometry/pose';
import { writeFrame } from '../motion/frames';
import { createKinematics } from '../motion/kinematics';
import { fr3 } from '../robot/fr3';
import type { PrimitiveShape } from '../robot/robotModel';
import { distanceFromPoint, lowestPoint, robotBodies, signedDistance } from './bodies';

const box: PrimitiveShape = { type: 'box', size: [2, 4, 6] };
const cylinder: PrimitiveShape = { type: 'cylinder', radius: 1, length: 4 };
const capsule: PrimitiveShape = { type: 'capsule', radius: 1, length: 4 };
const sphere: PrimitiveShape = { type: 'sphere', radius: 1 };

describe('bodies', () => {
  it('measure the distance of a point, negative inside', () => {
    expect(signedDistance(box, 0, 0, 0)).toBe(-1);
    expect(signedDistance(box, 1.5, 0, 0)).toBe(0.5);
    // 3 beyond one face and 4 beyond another.
    expect(signedDistance(box, 4, 6, 0)).toBe(5);
    expect(signedDistance(cylinder, 4, 0, 6)).toBe(5);
    expect(signedDistance(cylinder, 0, 0.5, 0)).toBe(-0.5);
    expect(signedDistance(cylinder, 0, 0, 1.8)).toBeCloseTo(-0.2, 12);
    expect(signedDistance(capsule, 0, 0, 4)).toBe(1);
    expect(signedDistance(capsule, 3, 0, 2)).toBe(2);
    expect(signedDistance(sphere, 2, 2, 1)).toBe(2);
  });

  it('know their lowest point when turned', () => {
    const frame = new Float64Array(12);
    writeFrame({ position: [0, 0, 10], orientation: quatFromRpy(Math.PI / 2, 0, 0) }, frame, 0);
    expect(lowestPoint(box, frame)).toBeCloseTo(8, 12);
    expect(lowestPoint(cylinder, frame)).toBeCloseTo(9, 12);
    expect(lowestPoint(capsule, frame)).toBeCloseTo(9, 12);
    expect(lowestPoint(sphere, frame)).toBeCloseTo(9, 12);
    writeFrame({ position: [0, 0, 10], orientation: quatFromRpy(Math.PI / 4, 0, 0) }, frame, 0);
    // The box's corner: (2 + 3) / sqrt 2; the cylinder's: (1 + 2) / sqrt 2.
    expect(lowestPoint(box, frame)).toBeCloseTo(10 - 5 / Math.SQRT2, 12);
    expect(lowestPoint(cylinder, frame)).toBeCloseTo(10 - 3 / Math.SQRT2, 12);
    // A point 1 below the turned box's corner.
    expect(distanceFromPoint(box, frame, 0, 0, 10 - 5 / Math.SQRT2 - 1)).toBeGreaterThan(0.7);
  });

  it('cover every link of the arm', () => {
    const links = new Set(robotBodies(createKinematics(fr3)).map((body) => body.link));
    for (let i = 0; i <= 7; i++) expect(links.has(`fr3_link${i}`)).toBe(true);
    expect(links.has('fr3_hand') && links.has('fr3_leftfinger') && links.has('fr3_rightfinger')).toBe(true);
  });
});
