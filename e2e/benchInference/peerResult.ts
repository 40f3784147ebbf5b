import { z } from 'zod';

/** What all three are asked; one file, read by each of them. */
export interface BenchTask {
  readonly pack: string;
  /** The same pack as transformers.js reads it. */
  readonly transformersJsPack: string;
  /** Raw RGB bytes of the picture. */
  readonly picture: string;
  readonly width: number;
  readonly height: number;
  /** Prompts with one `<|image_pad|>`, and as tokens with as many as the picture takes. */
  readonly questions: readonly { readonly prompt: string; readonly ids: readonly number[] }[];
  readonly pictureTokenId: number;
  readonly endIds: readonly number[];
  readonly maxNewTokens: number;
  readonly threads: number;
  /** Questions that are measured, after one that is not. */
  readonly repeats: number;
}

const times = z.array(z.number());

/** What each of them prints, as one line of JSON. */
export const peerResultSchema = z.object({
  runtime: z.string(),
  /** From picture and question to the first token (ms): looked at, read, chosen. */
  firstTokenMs: times,
  tokensPerSec: times,
  /** Processor time of one whole question, from picture to last token (ms): other programs do not change it. */
  processorMs: times,
  /** The same for another question about a picture that was seen before. */
  secondFirstTokenMs: times,
  /** From the wish to stop to the end, in the middle of an answer (ms). */
  cancelMs: times,
  /** Most memory that the process ever had (bytes), and the part of it that it had before the pack was opened. */
  peakBytes: z.number(),
  baseBytes: z.number(),
  /** Of the first question. */
  promptIds: z.array(z.number()),
  answerIds: z.array(z.number()),
});
export type PeerResult = z.infer<typeof peerResultSchema>;
