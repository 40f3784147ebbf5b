import { expect, it } from 'vitest';
import { createDepthHistory } from './depthHistory';
import type { ImageMessage } from './readMessages';

const picture = (stampSec: number) => ({ stampSec }) as ImageMessage;

it('gives the depth nearest in time, and knows when a nearer one may still come', () => {
  const history = createDepthHistory();
  expect(history.nearest(1)).toEqual({ picture: undefined, final: false });
  for (const stamp of [1, 1.033, 1.066]) history.add(picture(stamp));
  expect(history.nearest(1.04)).toEqual({ picture: picture(1.033), final: true });
  expect(history.nearest(1.08)).toEqual({ picture: picture(1.066), final: false });
});

it('forgets what a clock that was set back makes wrong, and what is old', () => {
  const history = createDepthHistory();
  for (let i = 0; i < 10; i++) history.add(picture(100 + i));
  expect(history.nearest(100).picture).toEqual(picture(104));
  history.add(picture(50));
  expect(history.nearest(105).picture).toEqual(picture(50));
});
