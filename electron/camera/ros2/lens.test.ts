import { expect, it } from 'vitest';
import { bentPixel, lensOf } from './lens';
import type { CameraInfoMessage } from './readMessages';
import { straighten } from './straighten';

const info: CameraInfoMessage = {
  stampSec: 1,
  frame: 'optical',
  width: 640,
  height: 480,
  distortionModel: 'plumb_bob',
  d: [0, 0, 0, 0, 0],
  k: [500, 0, 320, 0, 510, 240, 0, 0, 1],
  p: [400, 0, 300, 0, 0, 410, 230, 0, 0, 0, 1, 0],
};

it('sees a plain topic through K, and one that image_proc made through P without a bend', () => {
  expect(lensOf(info, '/camera/image_raw')).toMatchObject({ fx: 500, fy: 510, cx: 320, cy: 240, bend: null });
  const bent = { ...info, d: [-0.3, 0.1, 0, 0, 0] };
  expect(lensOf(bent, '/camera/image_raw').bend).toEqual([-0.3, 0.1, 0, 0, 0, 0, 0, 0]);
  for (const topic of [
    '/camera/image_rect',
    '/camera/image_rect_color',
    '/camera/color/image_rect_raw',
    '/rect/image',
  ]) {
    expect(lensOf(bent, topic), topic).toMatchObject({ fx: 400, cx: 300, bend: null });
  }
  expect(lensOf(bent, '/camera/correct').bend).not.toBeNull();
});

it('takes a bend that nobody could see for none', () => {
  expect(lensOf({ ...info, d: [1e-4, 0, 0, 0, 0] }, '/image').bend).toBeNull();
});

it('refuses in words: not calibrated, a lens it does not know, a bend that is nonsense', () => {
  const cases: readonly [Partial<CameraInfoMessage>, RegExp][] = [
    [{ k: new Array(9).fill(0) }, /not calibrated/],
    [{ distortionModel: 'equidistant', d: [0, 0, 0, 0] }, /"equidistant".*rectified topic/],
    [{ d: [-9, 0, 0, 0, 0] }, /moves pixels by up to \d+ pixels: too much/],
    [{ d: [Number.NaN, 0, 0, 0, 0] }, /cannot be read/],
    [{ distortionModel: '', d: [0.1] }, /cannot be read/],
  ];
  for (const [change, words] of cases) expect(() => lensOf({ ...info, ...change }, '/image')).toThrow(words);
});

it('bends as OpenCV does', () => {
  // cv2.projectPoints of (0.4, -0.3, 1), K as above, D = (-0.28, 0.07, 0.0009, -0.0012, 0.01), worked by hand:
  // r2 = 0.25, radial = 1 - 0.07 + 0.004375 + 0.00015625 = 0.93453125.
  const lens = lensOf({ ...info, d: [-0.28, 0.07, 0.0009, -0.0012, 0.01] }, '/image');
  const [u, v] = bentPixel(lens, 320 + 0.4 * 500, 240 - 0.3 * 510);
  const x = 0.4 * 0.93453125 + 2 * 0.0009 * 0.4 * -0.3 - 0.0012 * (0.25 + 2 * 0.16);
  const y = -0.3 * 0.93453125 + 0.0009 * (0.25 + 2 * 0.09) + 2 * -0.0012 * 0.4 * -0.3;
  expect(u).toBeCloseTo(320 + 500 * x, 9);
  expect(v).toBeCloseTo(240 + 510 * y, 9);
});

it('makes straight what the lens bent: a line of marks lies where a pinhole sees it', () => {
  const lens = lensOf({ ...info, d: [-0.2, 0.03, 0, 0, 0] }, '/image');
  const { width, height } = lens;
  const rgb = new Uint8Array(width * height * 3);
  const depth = new Float32Array(width * height);
  const marks = [60, 200, 320, 440, 580].map((u) => [u, 90] as const);
  for (const [u, v] of marks) {
    const [x, y] = bentPixel(lens, u, v);
    for (let dy = -2; dy <= 2; dy++) {
      for (let dx = -2; dx <= 2; dx++) {
        const at = (Math.round(y) + dy) * width + Math.round(x) + dx;
        rgb.fill(255, at * 3, at * 3 + 3);
        depth[at] = 0.7;
      }
    }
  }
  expect(Math.hypot(...bentPixel(lens, 60, 90).map((value, i) => value - [60, 90][i]!))).toBeGreaterThan(10);
  const straight = straighten(lens, rgb, depth);
  for (const [u, v] of marks) {
    expect(straight.rgb[(v * width + u) * 3]).toBeGreaterThan(240);
    expect(straight.depth![v * width + u]).toBeCloseTo(0.7, 6);
  }
});
