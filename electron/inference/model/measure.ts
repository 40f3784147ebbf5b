import type { Question } from '../../../shared/proposal/prompts';
import type { RgbPicture } from '../preprocess/preprocessImage';
import type { VisionLanguageModel } from './loadModel';

/** As the console's cameras give them. */
const size = { width: 640, height: 480 };
const question: Question = { kind: 'affordance', instruction: 'put the red cube in the blue bowl' };
const tokens = 24;

/** Slow waves of colour: like nothing on earth, but no two patches are alike. */
function picture(): RgbPicture {
  const { width, height } = size;
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3);
    const x = (pixel % width) / width;
    const y = Math.floor(pixel / width) / height;
    return Math.round(127.5 + 127.5 * Math.sin(7 * x + 11 * y * (1 + (index % 3))));
  });
  return { ...size, rgb };
}

export interface Measured {
  readonly ids: readonly number[];
  /** From the picture to the first token, the prompt read and the picture looked at. */
  readonly firstTokenMs: number;
  readonly tokensPerSec: number;
}

/** Asks about a picture of the usual size, twice, and measures the second time: the first one warms up. */
export async function measure(model: VisionLanguageModel, now: () => number): Promise<Measured> {
  const seen = picture();
  const ask = async (): Promise<Measured> => {
    const startedMs = now();
    const answer = await model.answer(question, await model.see(seen), {
      signal: new AbortController().signal,
      onToken: () => undefined,
      now,
      deadlineMs: Number.POSITIVE_INFINITY,
      maxNewTokens: tokens,
    });
    const { ids, firstTokenAtMs } = answer;
    const decodeSec = (now() - firstTokenAtMs) / 1000;
    return {
      ids,
      firstTokenMs: firstTokenAtMs - startedMs,
      tokensPerSec: decodeSec > 0 ? (ids.length - 1) / decodeSec : 0,
    };
  };
  await ask();
  return ask();
}
