import { PackError } from '../pack/packFault';
import type { VisionLanguageModel } from './loadModel';

/**
 * Asks a newly loaded model a question about a small grey picture and takes two tokens, so that a model
 * that opens but does not compute fails while it is loaded and not in front of a task. What it says does
 * not matter. Throws PackError.
 */
export async function tryOut(model: VisionLanguageModel, now: () => number): Promise<void> {
  const side = 2 * model.settings.image.patchSize * model.settings.image.mergeSize;
  const grey = { width: side, height: side, rgb: new Uint8Array(side * side * 3).fill(128) };
  try {
    const picture = await model.see(grey);
    await model.answer({ kind: 'affordance', instruction: 'test' }, picture, {
      signal: new AbortController().signal,
      onToken: () => undefined,
      now,
      deadlineMs: Number.POSITIVE_INFINITY,
      maxNewTokens: 2,
    });
  } catch (error) {
    throw new PackError(
      'modelDoesNotCompute',
      `The model was opened but does not compute: ${error instanceof Error ? error.message : String(error)}`,
      'Choose another model pack, or export this one anew.',
    );
  }
}
