import type { Generation, ModelIdentity } from '../../shared/contract/proposal';
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
}

/** An answer, as far as whoever generated it tells: null is "not told". */
export interface Answer extends Pick<GeneratedAnswer, 'text' | 'end' | 'firstTokenAtMs'> {
  readonly promptTokens: number | null;
  readonly tokens: number | null;
  /** Mean natural log probability of the tokens. */
  readonly meanLogProb: number | null;
  /** Natural log probability of the words (`wordScore`). */
  readonly wordScore: number | null;
}

/** A picture as one model sees it: nobody but that model knows what is in here. */
export interface SeenPicture {
  ask(question: Question, options: AskOptions): Promise<Answer>;
}

/** What the engine asks: the model of a pack in this process, or one behind an endpoint. One thing at a time. */
export interface Askable {
  readonly identity: ModelIdentity;
  readonly boxConvention: AnswerFormat['boxConvention'];
  /** Whether it was taught to go on from what the operator says to an answer. */
  readonly dialogue: boolean;
  /** Where pictures are sent; null: nowhere. */
  readonly sendsTo: SendsTo | null;
  /** After this an answer is cut off. */
  readonly timeoutSec: number;
  /** Calibrated for questions without earlier turns, and for these only. */
  readonly doubt:
    | {
        readonly withheld: number;
        readonly thresholds: Readonly<Record<Generation['kind'], number>>;
      }
    | undefined;
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
  const { timeoutSec } = manifest.generation;
  return {
    identity,
    boxConvention,
    dialogue: manifest.dialogue,
    sendsTo: null,
    timeoutSec,
    doubt: manifest.doubt,
    async see(picture) {
      const encoded = await model.see(picture);
      return {
        async ask(question, options) {
          const deadlineMs = options.now() + timeoutSec * 1000;
          const answer = await model.answer(question, encoded, { ...options, deadlineMs });
          const { text, end, firstTokenAtMs, ids, logProbs, promptIds, wordScore } = answer;
          return {
            text,
            end,
            firstTokenAtMs,
            wordScore,
            promptTokens: promptIds.length,
            tokens: ids.length,
            meanLogProb: logProbs.reduce((sum, logProb) => sum + logProb, 0) / logProbs.length,
          };
        },
      };
    },
    close: () => model.close(),
  };
}
