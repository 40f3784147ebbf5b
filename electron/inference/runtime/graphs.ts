import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { PackError } from '../pack/packFault';
import type { VerifiedPack } from '../pack/verifyPack';
import { refuseTelemetry } from './refuseTelemetry';

/** The three graphs of a Qwen2.5-VL export, opened on one execution provider. */
export interface Graphs {
  readonly embedTokens: InferenceSession;
  readonly visionEncoder: InferenceSession;
  readonly decoder: InferenceSession;
  /** ONNX Runtime's name of what computes: cpu, webgpu, ... */
  readonly provider: string;
}

async function openOn(
  provider: string,
  pack: VerifiedPack,
  threads: number,
  onOpened: (graphs: number) => void,
): Promise<Graphs> {
  const opened: InferenceSession[] = [];
  const open = async (path: string): Promise<InferenceSession> => {
    const session = await InferenceSession.create(join(pack.folder, path), {
      executionProviders: [provider],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    });
    opened.push(session);
    onOpened(opened.length);
    return session;
  };
  try {
    const { graphs } = pack.manifest;
    return {
      embedTokens: await open(graphs.embedTokens),
      visionEncoder: await open(graphs.visionEncoder),
      decoder: await open(graphs.decoder),
      provider,
    };
  } catch (error) {
    await Promise.all(opened.map((session) => session.release()));
    throw error;
  }
}

/**
 * Opens a verified pack's graphs on the first of `providers` that takes all three of them. Throws
 * PackError with every provider's reason when none does.
 */
export async function openGraphs(
  pack: VerifiedPack,
  providers: readonly string[],
  threads: number,
  onOpened: (graphs: number) => void = () => undefined,
): Promise<Graphs> {
  refuseTelemetry();
  const reasons: string[] = [];
  for (const provider of providers) {
    try {
      return await openOn(provider, pack, threads, onOpened);
    } catch (error) {
      reasons.push(`${provider}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new PackError(
    'modelNotOpened',
    `ONNX Runtime cannot open the model (${reasons.join('; ')}).`,
    'Choose another model pack, or export this one anew.',
  );
}

/** Frees the memory of all three graphs. */
export async function closeGraphs(graphs: Graphs): Promise<void> {
  await Promise.all([graphs.embedTokens.release(), graphs.visionEncoder.release(), graphs.decoder.release()]);
}
