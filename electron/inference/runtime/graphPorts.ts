import type { InferenceSession } from 'onnxruntime-node';
import { PackError } from '../pack/packFault';
import type { Graphs } from './graphs';

/** What differs from export to export in the graphs' inputs. */
export interface GraphPorts {
  /** Qwen2.5-VL exports say image_grid_thw, those of Qwen2-VL grid_thw. */
  readonly gridInput: string;
  /** The decoder can be told to give logits for the last token only. */
  readonly keepsLogits: boolean;
}

const cacheParts = (name: string, layers: number): string[] =>
  Array.from({ length: layers }, (_, layer) => [`${name}.${layer}.key`, `${name}.${layer}.value`]).flat();

/** Names of the decoder's cache inputs, in order: key and value of each layer. */
export const pastNames = (layers: number): string[] => cacheParts('past_key_values', layers);
/** Names of the cache outputs, in the same order. */
export const presentNames = (layers: number): string[] => cacheParts('present', layers);

function bad(problem: string): PackError {
  return new PackError(
    'modelGraphBad',
    `The model's graphs are not those of a Qwen2.5-VL export: ${problem}.`,
    'Choose another model pack, or export this one anew.',
  );
}

function expectPorts(
  graph: string,
  session: InferenceSession,
  inputs: readonly string[],
  outputs: readonly string[],
): void {
  const lacks = (names: readonly string[], of: readonly string[]) => of.find((name) => !names.includes(name));
  const input = lacks(session.inputNames, inputs);
  if (input !== undefined) throw bad(`${graph} has no input ${input}`);
  const output = lacks(session.outputNames, outputs);
  if (output !== undefined) throw bad(`${graph} has no output ${output}`);
}

function expectSinglePrecision(graph: string, session: InferenceSession): void {
  for (const port of [...session.inputMetadata, ...session.outputMetadata]) {
    if (!port.isTensor || !['float32', 'int64'].includes(port.type)) {
      throw bad(
        `${port.name} of ${graph} is ${port.isTensor ? port.type : 'no tensor'}, not float32 or int64`,
      );
    }
  }
}

/** Checks names and types of all three graphs' inputs and outputs. Throws PackError. */
export function checkGraphPorts(graphs: Graphs, layers: number): GraphPorts {
  const { embedTokens, visionEncoder, decoder } = graphs;
  const gridInput = ['image_grid_thw', 'grid_thw'].find((name) => visionEncoder.inputNames.includes(name));
  if (gridInput === undefined) throw bad('the vision encoder has no input image_grid_thw');
  expectPorts('the embedding', embedTokens, ['input_ids'], ['inputs_embeds']);
  expectPorts('the vision encoder', visionEncoder, ['pixel_values'], ['image_features']);
  expectPorts(
    'the decoder',
    decoder,
    ['inputs_embeds', 'attention_mask', 'position_ids', ...pastNames(layers)],
    ['logits', ...presentNames(layers)],
  );
  expectSinglePrecision('the embedding', embedTokens);
  expectSinglePrecision('the vision encoder', visionEncoder);
  expectSinglePrecision('the decoder', decoder);
  return { gridInput, keepsLogits: decoder.inputNames.includes('num_logits_to_keep') };
}
