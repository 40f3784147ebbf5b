import type { Page } from 'playwright';

/** What was drawn on the live view: when (ms since 1970), and how old the drawn picture was then (ms). */
export interface Drawn {
  readonly atMs: number;
  readonly ageMs: number;
}

/**
 * Has the page note the age of every picture that it draws on the live view, read from the picture's own
 * pixels (the code of stamped_camera.py), so that nothing of the console's own counting is trusted.
 */
export async function probeLiveView(page: Page): Promise<void> {
  await page.evaluate(() => {
    const bits = 32;
    const blockPixels = 16;
    const small = document.createElement('canvas');
    small.width = bits * blockPixels;
    small.height = 1;
    const reader = small.getContext('2d', { willReadFrequently: true })!;
    const drawn: { atMs: number; ageMs: number }[] = [];
    const show = ImageBitmapRenderingContext.prototype.transferFromImageBitmap;
    (globalThis as unknown as { r1Drawn: typeof drawn }).r1Drawn = drawn;
    ImageBitmapRenderingContext.prototype.transferFromImageBitmap = function (bitmap) {
      // The bitmap is empty once it is shown.
      if (bitmap) reader.drawImage(bitmap, 0, blockPixels / 2, small.width, 1, 0, 0, small.width, 1);
      show.call(this, bitmap);
      if (!bitmap) return;
      const { data } = reader.getImageData(0, 0, small.width, 1);
      let code = 0;
      for (let i = 0; i < bits; i++) code = code * 2 + (data[(i + 0.5) * blockPixels * 4]! > 127 ? 1 : 0);
      const now = Date.now();
      drawn.push({ atMs: now, ageMs: (now % 2 ** bits) - code });
    };
  });
}

/** All that was drawn since the last call. */
export function takeDrawn(page: Page): Promise<readonly Drawn[]> {
  return page.evaluate(() => {
    const { r1Drawn } = globalThis as unknown as { r1Drawn: { atMs: number; ageMs: number }[] };
    return r1Drawn.splice(0);
  });
}
