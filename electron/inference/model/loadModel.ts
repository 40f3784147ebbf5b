import { availableParallelism } from 'node:os';
import type { LoadProgress } from '../../../shared/contract/inferenceContract';
import type { Draw, ModelIdentity } from '../../../shared/contract/proposal';
import type { AnswerFormat } from '../../../shared/proposal/parseAnswer';
import type { Question } from '../../../shared/proposal/prompts';
import type { Manifest } from '../pack/manifest';
import { type ModelSettings, readModelSettings, settingsFiles } from '../pack/modelSettings';
import { packBytes, type VerifiedPack, verifyPack } from '../pack/verifyPack';
import type { RgbPicture } from '../preprocess/preprocessImage';
import { computeThreads } from '../runtime/computeThreads';
import { createDecoderRun } from '../runtime/decoder';
import { drawOf } from '../runtime/drawOf';
import { embedTokens, insertFeatures } from '../runtime/embedTokens';
import { type EncodedPicture, encodePicture } from '../runtime/encodePicture';
import { checkGraphPorts } from '../runtime/graphPorts';
import { closeGraphs, openGraphs } from '../runtime/graphs';
import { randomNumbers } from '../runtime/randomNumbers';
import { loadTokenizer } from '../text/tokenizer';
import { type GeneratedAnswer, type GeneratedToken, generate } from './generate';
import { promptTokens } from './promptTokens';

export interface AnswerOptions {
  readonly signal: AbortSignal;
  readonly onToken: (token: GeneratedToken) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** `now` at which the answer is cut off. */
  readonly deadlineMs: number;
  /** At most this many tokens, where that is fewer than the pack allows. */
  readonly maxNewTokens?: number;
  /** Drawn with this seed, also where the pack takes the likeliest token; absent: as the pack says. */
  readonly seed?: number | undefined;
}

/** A question that can be answered any number of times; the prompt is read once. */
export interface AskedQuestion {
  readonly promptIds: readonly number[];
  answer(options: AnswerOptions): Promise<GeneratedAnswer>;
}

/** A loaded model: it sees pictures and answers questions about them. One thing at a time. */
export interface VisionLanguageModel {
  readonly identity: ModelIdentity;
  readonly manifest: Manifest;
  readonly settings: ModelSettings;
  readonly boxConvention: AnswerFormat['boxConvention'];
  /** How it draws when it is to answer more than once. */
  readonly draw: Draw;
  see(picture: RgbPicture): Promise<EncodedPicture>;
  ask(question: Question, picture: EncodedPicture): Promise<AskedQuestion>;
  /** One answer to one question. */
  answer(
    question: Question,
    picture: EncodedPicture,
    options: AnswerOptions,
  ): Promise<GeneratedAnswer & { readonly promptIds: readonly number[] }>;
  /** Frees its memory; nothing may be asked of it afterwards. */
  close(): Promise<void>;
}

export interface LoadOptions {
  /** ONNX Runtime's names, best first. */
  readonly providers: readonly string[];
  readonly threads?: number;
  readonly onProgress?: OnProgress;
}

export type OnProgress = (progress: LoadProgress) => void;

/** Verifies a pack and loads it. Throws PackError, or whatever the disk or ONNX Runtime throws. */
export async function loadModel(folder: string, options: LoadOptions): Promise<VisionLanguageModel> {
  return openModel(await verifyModelPack(folder, options.onProgress), options);
}

/** Checks all of a pack's files, telling how far it is. Throws PackError. */
export const verifyModelPack = (folder: string, onProgress?: OnProgress): Promise<VerifiedPack> =>
  verifyPack(folder, Object.values(settingsFiles), (done, total) =>
    onProgress?.({ doing: 'verifying', done, total }),
  );

/** Loads a pack that has been verified. Throws PackError, or whatever the disk or ONNX Runtime throws. */
export async function openModel(pack: VerifiedPack, options: LoadOptions): Promise<VisionLanguageModel> {
  const settings = await readModelSettings(pack);
  const tokenizer = await loadTokenizer(pack.folder);
  const threads = options.threads ?? computeThreads(packBytes(pack.manifest), availableParallelism());
  const opened = (done: number) =>
    options.onProgress?.({ doing: 'opening', done, total: Object.keys(pack.manifest.graphs).length });
  opened(0);
  const graphs = await openGraphs(pack, options.providers, threads, opened);
  const { manifest, packHash } = pack;
  const { hiddenSize } = settings;

  try {
    const ports = checkGraphPorts(graphs, settings.layers);
    const draw = drawOf(manifest.generation);
    const decoderSettings = { ...settings, keepsLogits: ports.keepsLogits };

    const model: VisionLanguageModel = {
      identity: {
        packId: manifest.packId,
        name: manifest.name,
        version: manifest.version,
        packHash,
        provider: graphs.provider,
      },
      manifest,
      settings,
      boxConvention: manifest.output.boxConvention,

      see: (picture) =>
        encodePicture(graphs.visionEncoder, ports.gridInput, picture, settings.image, hiddenSize),

      draw,

      async ask(question, picture) {
        const prompt = promptTokens(question, picture, tokenizer, {
          placeholder: manifest.prompt.imagePlaceholder,
          imageTokenId: settings.imageTokenId,
          mergeSize: settings.image.mergeSize,
        });
        const room = settings.maxTokens - prompt.ids.length;
        if (room < 1) {
          throw new Error(
            `The question is ${prompt.ids.length} tokens long; the model reads at most ${settings.maxTokens}. Say it in fewer words.`,
          );
        }
        async function read() {
          const embeddings = await embedTokens(graphs.embedTokens, prompt.ids);
          insertFeatures(embeddings, picture.features, prompt.pictureAt, hiddenSize);
          const run = createDecoderRun(graphs.decoder, decoderSettings);
          const scores = (await run.read(embeddings, prompt.positionIds)).slice();
          return { scores, cache: run.cache() };
        }
        let reading: ReturnType<typeof read> | undefined;
        return {
          promptIds: prompt.ids,
          answer({ signal, onToken, now, deadlineMs, maxNewTokens = Infinity, seed }) {
            const sampling = seed === undefined ? manifest.generation : { ...draw, doSample: true };
            return generate(
              {
                async readPrompt() {
                  reading ??= read();
                  const { scores, cache } = await reading;
                  return { scores, run: createDecoderRun(graphs.decoder, decoderSettings, cache) };
                },
                embed: (id) => embedTokens(graphs.embedTokens, [id]),
                decode: tokenizer.decode,
                random: randomNumbers(seed ?? manifest.generation.seed),
                now,
              },
              prompt,
              sampling,
              {
                maxNewTokens: Math.min(manifest.generation.maxNewTokens, maxNewTokens, room),
                endTokenIds: settings.endTokenIds,
                deadlineMs,
              },
              signal,
              onToken,
            );
          },
        };
      },

      async answer(question, picture, options) {
        const asked = await model.ask(question, picture);
        return { ...(await asked.answer(options)), promptIds: asked.promptIds };
      },

      close: () => closeGraphs(graphs),
    };
    return model;
  } catch (error) {
    await closeGraphs(graphs);
    throw error;
  }
}
