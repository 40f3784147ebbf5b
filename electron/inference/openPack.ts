import { env } from 'onnxruntime-node';
import type { FaultText } from '../../shared/contract/common';
import { automaticProvider, type ProviderTrial } from '../../shared/contract/inferenceContract';
import { type Askable, askPack } from './askable';
import { FaultError } from './faultError';
import { type OnProgress, openModel, type VisionLanguageModel, verifyModelPack } from './model/loadModel';
import { measure } from './model/measure';
import { tryOut } from './model/tryOut';
import type { VerifiedPack } from './pack/verifyPack';
import { type ProviderTrials, unusable } from './runtime/providerTrials';

export interface OpenPackOptions {
  /** ONNX Runtime's names, best first, the CPU last. */
  readonly providers: readonly string[];
  /** What the operator wants: `automatic`, or always the same one. */
  readonly choice: () => string;
  readonly trials: ProviderTrials;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
  readonly threads?: number;
}

const cpu = 'cpu';
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The fastest one that can be used and says the same as the CPU; the CPU where there is none. */
export function fastestRight(trials: readonly ProviderTrial[]): string {
  /** ms for an answer of the usual length. */
  const worth = ({ firstTokenMs, tokensPerSec }: ProviderTrial) =>
    firstTokenMs === null || !tokensPerSec ? Number.POSITIVE_INFINITY : firstTokenMs + 100_000 / tokensPerSec;
  const right = trials.filter(({ problem, sameAsCpu }) => problem === null && sameAsCpu === true);
  return right.sort((a, b) => worth(a) - worth(b))[0]?.provider ?? cpu;
}

/** Verifies packs and opens them on what computes them best. */
export function createPackOpener(options: OpenPackOptions) {
  const { providers, trials, nowMs } = options;
  const keyOf = ({ packHash }: VerifiedPack) => `${packHash} onnxruntime ${env.versions.node}`;

  async function openOn(
    pack: VerifiedPack,
    provider: string,
    onProgress?: OnProgress,
  ): Promise<VisionLanguageModel> {
    const { threads } = options;
    const model = await openModel(pack, {
      providers: [provider],
      ...(threads !== undefined && { threads }),
      ...(onProgress && { onProgress }),
    });
    try {
      await tryOut(model, nowMs);
      return model;
    } catch (error) {
      await model.close();
      throw error;
    }
  }

  /** Tries one provider; what the CPU said is asked for only where it gives an answer of its own. */
  async function tryProvider(
    pack: VerifiedPack,
    provider: string,
    saidByCpu: () => Promise<readonly number[]>,
  ): Promise<ProviderTrial> {
    try {
      const model = await openOn(pack, provider);
      try {
        const { ids, firstTokenMs, tokensPerSec } = await measure(model, nowMs);
        const sameAsCpu = provider === cpu || String(ids) === String(await saidByCpu());
        return { provider, problem: null, sameAsCpu, firstTokenMs, tokensPerSec };
      } finally {
        await model.close();
      }
    } catch (error) {
      return unusable(provider, wordsOf(error));
    }
  }

  /** Each provider once for this pack and this runtime. The CPU is measured where there is something to compare it with. */
  async function measureAll(pack: VerifiedPack, onProgress: OnProgress): Promise<void> {
    const key = keyOf(pack);
    const known = (provider: string) => trials.of(key).find((each) => each.provider === provider);
    let cpuIds: readonly number[] | undefined;
    const saidByCpu = async () => {
      if (!cpuIds) {
        const model = await openOn(pack, cpu);
        try {
          const { ids, firstTokenMs, tokensPerSec } = await measure(model, nowMs);
          cpuIds = ids;
          trials.keep(key, { provider: cpu, problem: null, sameAsCpu: true, firstTokenMs, tokensPerSec });
        } finally {
          await model.close();
        }
      }
      return cpuIds;
    };
    const others = providers.filter((provider) => provider !== cpu && !known(provider));
    for (const [done, provider] of others.entries()) {
      onProgress({ doing: 'measuring', done, total: others.length });
      trials.tries(key, provider);
      trials.keep(key, await tryProvider(pack, provider, saidByCpu));
    }
  }

  function asked(pack: VerifiedPack, model: VisionLanguageModel, note: FaultText | undefined): Askable {
    const { provider } = model.identity;
    return {
      ...askPack(model),
      ...(note && { note }),
      runtime: () => ({ choice: options.choice(), trials: [...trials.of(keyOf(pack))] }),
      ...(provider !== cpu && {
        async onCpu(why: string) {
          trials.keep(keyOf(pack), unusable(provider, why));
          return asked(pack, await openOn(pack, cpu), undefined);
        },
      }),
    };
  }

  return async function openPack(folder: string, onProgress: OnProgress): Promise<Askable> {
    const pack = await verifyModelPack(folder, onProgress);
    const choice = options.choice();
    if (choice === automaticProvider) await measureAll(pack, onProgress);
    const wanted = choice === automaticProvider ? fastestRight(trials.of(keyOf(pack))) : choice;
    if (wanted === cpu) return asked(pack, await openOn(pack, cpu, onProgress), undefined);
    try {
      return asked(pack, await openOn(pack, wanted, onProgress), undefined);
    } catch (error) {
      const model = await openOn(pack, cpu, onProgress);
      const { fault } = new FaultError(
        'providerNotOpened',
        `The model cannot be computed on ${wanted}: ${wordsOf(error)}`,
        'It is computed on the CPU instead. Choose another provider on the Models page, or mend its driver.',
      );
      return asked(pack, model, fault);
    }
  };
}
