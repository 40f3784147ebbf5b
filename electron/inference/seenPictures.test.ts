import { expect, it } from 'vitest';
import { createSeenPictures } from './seenPictures';

it('looks at a picture once, and forgets all but the last two', async () => {
  const looked: number[] = [];
  const seen = createSeenPictures(async ({ width }) => {
    looked.push(width);
    return { features: new Float32Array(width), tokens: width, grid: [1, 2, 2] };
  });
  const see = (width: number) => seen.see(`hash ${width}`, { width, height: 1, rgb: new Uint8Array(0) });
  expect((await see(1)).tokens).toBe(1);
  expect((await see(1)).tokens).toBe(1);
  await see(2);
  await see(1);
  expect(looked).toEqual([1, 2]);
  await see(3);
  await see(1);
  expect(looked).toEqual([1, 2, 3, 1]);
});
