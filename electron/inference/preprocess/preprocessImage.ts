import { cutPatches, type Patches, type PatchLayout } from './patches';
import { resampleBicubic } from './resampleBicubic';
import { type PictureSize, type ResizeLimits, smartResize } from './smartResize';

/** All that preprocessor_config.json says about a pack's pictures. */
export interface ImageSettings extends PatchLayout {
  readonly minPixels: number;
  readonly maxPixels: number;
}

/** A picture as camera and simulator give it: width * height * 3 bytes, top row first. */
export interface RgbPicture extends PictureSize {
  readonly rgb: Uint8Array;
}

export function resizeLimits(settings: ImageSettings): ResizeLimits {
  return {
    factor: settings.patchSize * settings.mergeSize,
    minPixels: settings.minPixels,
    maxPixels: settings.maxPixels,
  };
}

/** From a camera's picture to what the vision tower takes. */
export function preprocessImage(picture: RgbPicture, settings: ImageSettings): Patches {
  const size = smartResize(picture, resizeLimits(settings));
  return cutPatches(resampleBicubic(picture.rgb, picture, size), size, settings);
}

/** How many tokens of the prompt a picture of this grid takes. */
export function imageTokenCount(grid: Patches['grid'], mergeSize: number): number {
  return (grid[0] * grid[1] * grid[2]) / mergeSize ** 2;
}
