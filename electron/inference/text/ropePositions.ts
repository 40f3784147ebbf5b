/** Where each token of a prompt stands on M-RoPE's three axes: time, height, width. */
export interface RopePositions {
  /** int64 [3, 1, tokens], row after row, as the decoder graph takes it. */
  readonly positionIds: BigInt64Array;
  /** What a token's position exceeds its index by, from the end of the prompt on (negative after a picture). */
  readonly ropeDelta: number;
}

/**
 * Positions of a prompt with one still picture (get_rope_index of Qwen2.5-VL): words count up alike on all
 * axes; the picture's tokens keep time still and count merged rows and columns; words after it go on
 * from the largest position so far.
 *
 * @param pictureAt index of the picture's first token.
 * @param grid the picture's patches in time, down and across; `mergeSize` of them a token each way.
 */
export function ropePositions(
  tokens: number,
  pictureAt: number,
  grid: readonly [number, number, number],
  mergeSize: number,
): RopePositions {
  const rows = grid[1] / mergeSize;
  const columns = grid[2] / mergeSize;
  const pictureEnd = pictureAt + grid[0] * rows * columns;
  if (pictureEnd > tokens) throw new RangeError('The picture reaches beyond the end of the prompt.');
  const positionIds = new BigInt64Array(3 * tokens);
  const set = (index: number, time: number, height: number, width: number): void => {
    positionIds[index] = BigInt(time);
    positionIds[tokens + index] = BigInt(height);
    positionIds[2 * tokens + index] = BigInt(width);
  };
  for (let index = 0; index < pictureAt; index++) set(index, index, index, index);
  for (let index = pictureAt; index < pictureEnd; index++) {
    const cell = (index - pictureAt) % (rows * columns);
    set(index, pictureAt, pictureAt + Math.floor(cell / columns), pictureAt + (cell % columns));
  }
  const afterwards = pictureAt + Math.max(1, rows, columns);
  const ropeDelta = afterwards - pictureEnd;
  for (let index = pictureEnd; index < tokens; index++) {
    set(index, index + ropeDelta, index + ropeDelta, index + ropeDelta);
  }
  return { positionIds, ropeDelta };
}
