import { expect, it } from 'vitest';
import { compose, quatFromAxisAngle, quatFromRpy, type Vec3 } from '../geometry/pose';
import { composeFrames, readFrame, writeFrame } from './frames';

const a = { position: [1, -2, 3], orientation: quatFromRpy(0.4, -1, 2.5) } as const;
const b = { position: [0.1, 0.2, -0.3], orientation: quatFromRpy(-2, 0.3, 0.9) } as const;

it('composes as poses do', () => {
  const frames = new Float64Array(36);
  writeFrame(a, frames, 0);
  writeFrame(b, frames, 12);
  composeFrames(frames, 0, frames, 12, frames, 24);
  const expected = compose(a, b);
  const pose = readFrame(frames, 24);
  const sign = Math.sign(pose.orientation[3] * expected.orientation[3]);
  for (let k = 0; k < 3; k++) expect(pose.position[k]).toBeCloseTo(expected.position[k]!, 12);
  for (let k = 0; k < 4; k++) expect(sign * pose.orientation[k]!).toBeCloseTo(expected.orientation[k]!, 12);
});

it('reads half a turn about each axis back', () => {
  const axes: readonly Vec3[] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  for (const axis of axes) {
    const frame = new Float64Array(12);
    writeFrame({ position: [0, 0, 0], orientation: quatFromAxisAngle(axis, Math.PI) }, frame, 0);
    const q = readFrame(frame, 0).orientation;
    for (let k = 0; k < 3; k++) expect(Math.abs(q[k]!)).toBeCloseTo(axis[k]!, 12);
    expect(q[3]).toBeCloseTo(0, 12);
  }
});
