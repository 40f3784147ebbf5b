/** The limits that a pack's vision tower puts on a picture's size (preprocessor_config.json). */
export interface ResizeLimits {
  /** Both sides become multiples of this: patch size times merge size (14 * 2 in Qwen2.5-VL). */
  readonly factor: number;
  /** Least and greatest number of pixels. */
  readonly minPixels: number;
  readonly maxPixels: number;
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Rounds halves to the even neighbour, as Python's round() does: 12.5 -> 12, 13.5 -> 14. */
export function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/**
 * The size at which a picture is shown to the model: each side the nearest multiple of `factor`, then
 * scaled with its shape kept if the area lies outside of the limits (smart_resize of Qwen2-VL).
 * Throws RangeError for a picture more than 200 times longer than wide, as the original does.
 */
export function smartResize(size: PictureSize, limits: ResizeLimits): PictureSize {
  const { width, height } = size;
  const { factor, minPixels, maxPixels } = limits;
  if (Math.max(width, height) > 200 * Math.min(width, height)) {
    throw new RangeError(`A picture of ${width} by ${height} pixels is too narrow for the model.`);
  }
  const nearest = {
    width: roundHalfToEven(width / factor) * factor,
    height: roundHalfToEven(height / factor) * factor,
  };
  const area = nearest.width * nearest.height;
  if (area > maxPixels) {
    const shrink = Math.sqrt((width * height) / maxPixels);
    const fitted = (side: number) => Math.max(factor, Math.floor(side / shrink / factor) * factor);
    return { width: fitted(width), height: fitted(height) };
  }
  if (area < minPixels) {
    const grow = Math.sqrt(minPixels / (width * height));
    const fitted = (side: number) => Math.ceil((side * grow) / factor) * factor;
    return { width: fitted(width), height: fitted(height) };
  }
  return nearest;
}
