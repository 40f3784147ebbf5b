import type { FaultText } from '../../shared/contract/common';
import type { InferenceStatus } from '../../shared/contract/inferenceContract';
import type { Draw, Generation, ModelIdentity } from '../../shared/contract/proposal';
import type { AnswerFormat } from '../../shared/proposal/parseAnswer';
import type { Question } from '../../shared/proposal/prompts';
import type { GeneratedAnswer, GeneratedToken } from './model/generate';
import type { VisionLanguageModel } from './model/loadModel';
import type { RgbPicture } from './preprocess/preprocessImage';

export interface AskOptions {
  readonly signal: AbortSignal;
  readonly onToken: (token: GeneratedToken) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Which of several answers, from 0: it is drawn, each with a seed of its own. Absent: as the model's settings say. */
  readonly sample?: number | undefined;
}

/** An answer, as far as whoever generated it tells: null is "not told". */
export interface Answer extends Pick<GeneratedAnswer, 'text' | 'end' | 'firstTokenAtMs'> {
  readonly promptTokens: number | null;
  readonly tokens: number | null;
  /** Mean natural log probability of the tokens. */
  readonly meanLogProb: number | null;
  /** Natural log probability of the words (`wordScore`). */
  readonly wordScore: number | null;
  /** What it was drawn with; null where it was not, or where a server takes none. */
  readonly seed: number | null;
}

/** A question about a picture; what can be shared between its answers is done once. */
export interface AskedQuestion {
  answer(options: AskOptions): Promise<Answer>;
}

/** A picture as one model sees it: nobody but that model knows what is in here. */
export interface SeenPicture {
  ask(question: Question): Promise<AskedQuestion>;
}

/** What the engine asks: the model of a pack in this process, or one behind an endpoint. One thing at a time. */
export interface Askable {
  readonly identity: ModelIdentity;
  readonly boxConvention: AnswerFormat['boxConvention'];
  /** Whether it was taught to go on from what the operator says to an answer. */
  readonly dialogue: boolean;
  /** Where pictures are sent; null: nowhere. */
  readonly sendsTo: SendsTo | null;
  /** How it draws several answers; null where a server does it by settings of its own. */
  readonly draw: Draw | null;
  /** After this an answer is cut off. */
  readonly timeoutSec: number;
  /** Calibrated for questions without earlier turns, and for these only. */
  readonly doubt:
    | {
        readonly withheld: number;
        readonly thresholds: Readonly<Record<Generation['kind'], number>>;
      }
    | undefined;
  /** What computes it, for packs on this machine. */
  readonly runtime?: () => NonNullable<InferenceStatus['runtime']>;
  /** What the operator is to be told of how it was opened. */
  readonly note?: FaultText;
  /** The same pack computed on the CPU, after what computes it now has failed for a reason; absent where it is the CPU. */
  readonly onCpu?: (why: string) => Promise<Askable>;
  see(picture: RgbPicture): Promise<SeenPicture>;
  /** Frees what it holds; nothing may be asked of it afterwards. */
  close(): Promise<void>;
}

export interface SendsTo {
  readonly host: string;
  readonly reach: 'thisMachine' | 'privateNetwork' | 'elsewhere';
  readonly encrypted: boolean;
}

/** A pack's model as the engine asks it. */
export function askPack(model: VisionLanguageModel): Askable {
  const { identity, boxConvention, manifest } = model;
  const { timeoutSec, seed } = manifest.generation;
  return {
    identity,
    boxConvention,
    dialogue: manifest.dialogue,
    sendsTo: null,
    draw: model.draw,
    timeoutSec,
    doubt: manifest.doubt,
    async see(picture) {
      const encoded = await model.see(picture);
      return {
        async ask(question) {
          const asked = await model.ask(question, encoded);
          return {
            async answer({ sample, ...options }) {
              const deadlineMs = options.now() + timeoutSec * 1000;
              const drawn = sample === undefined ? undefined : seed + sample;
              const answer = await asked.answer({ ...options, deadlineMs, seed: drawn });
              const { text, end, firstTokenAtMs, ids, logProbs, wordScore } = answer;
              return {
                text,
                end,
                firstTokenAtMs,
                wordScore,
                promptTokens: asked.promptIds.length,
                tokens: ids.length,
                meanLogProb: logProbs.reduce((sum, logProb) => sum + logProb, 0) / logProbs.length,
                seed: drawn ?? null,
              };
            },
          };
        },
      };
    },
    close: () => model.close(),
  };
}
