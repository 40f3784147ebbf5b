import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { settingsFiles } from '../pack/modelSettings';

/** Text to token numbers and back, by the pack's own tokenizer.json. */
export interface TextTokenizer {
  /** Control words such as `<|im_end|>` become their tokens; nothing is added. */
  encode(text: string): number[];
  /** Control words are left out. */
  decode(ids: readonly number[]): string;
}

export async function loadTokenizer(folder: string): Promise<TextTokenizer> {
  const [tokenizerJson, config] = await Promise.all(
    [settingsFiles.tokenizer, settingsFiles.tokenizerConfig].map(
      async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as object,
    ),
  );
  const tokenizer = new Tokenizer(tokenizerJson!, config!);
  return {
    encode: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids,
    decode: (ids) =>
      ids.length === 0
        ? ''
        : tokenizer.decode([...ids], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
  };
}
