import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import { z } from 'zod';
import { loadModel } from '../../electron/inference/model/loadModel';
import { proposalKindSchema } from '../../shared/contract/proposal';

/**
 * Holds a pack, on the console's own pipeline, against what Hugging Face's generate() answered with the checkpoint that
 * it was exported from (checks/prove_dimensions.py): same prompt, same tokens as long as the checkpoint was sure of them.
 *
 *     tsx e2e/packCheck/packCheck.ts PACK ANSWERS LEAST
 *
 * LEAST: how far (in logits) the likeliest token must be ahead of the next for another one to count as wrong; what a
 * lighter precision may change.
 */
const [pack = '', answers = '', least = '0.001'] = process.argv.slice(2);
const { cases } = z
  .object({
    cases: z.array(
      z.object({
        kind: proposalKindSchema,
        instruction: z.string(),
        image: z.string(),
        inputIds: z.array(z.number()),
        tokens: z.array(z.number()),
        ahead: z.array(z.number()),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(answers, 'utf8')));

const startedMs = performance.now();
const model = await loadModel(pack, { providers: ['cpu'] });
console.log(
  `${model.identity.name}: verified and opened in ${((performance.now() - startedMs) / 1000).toFixed(1)} s, ${(process.memoryUsage.rss() / 1e9).toFixed(1)} GB`,
);
let wrong = 0;
for (const { kind, instruction, image, inputIds, tokens, ahead } of cases) {
  const { width, height, data } = decode(readFileSync(image));
  const seenMs = performance.now();
  const seen = await model.see({ width, height, rgb: Uint8Array.from(data) });
  const askedMs = performance.now();
  const answer = await model.answer({ kind, instruction }, seen, {
    signal: new AbortController().signal,
    onToken: () => undefined,
    now: () => performance.now(),
    deadlineMs: Number.POSITIVE_INFINITY,
    maxNewTokens: tokens.length,
  });
  const endedMs = performance.now();
  const samePrompt = JSON.stringify(answer.promptIds) === JSON.stringify(inputIds);
  // After the first other token the texts differ, and so does all that follows.
  const other = tokens.findIndex((token, index) => answer.ids[index] !== token);
  const excused = other >= 0 && ahead[other]! < Number(least);
  const right = samePrompt && (other < 0 || excused);
  if (!right) wrong += 1;
  console.log(
    `${right ? 'ok   ' : 'WRONG'} ${kind}: prompt ${samePrompt ? 'the same' : 'ANOTHER'} (${inputIds.length} tokens), ${other < 0 ? `all ${tokens.length}` : `${other} of ${tokens.length}`} tokens the same${excused ? ` (then a tie within ${ahead[other]!.toExponential(1)})` : ''}; picture ${(askedMs - seenMs).toFixed(0)} ms, ${seen.tokens} tokens; answer ${(endedMs - askedMs).toFixed(0)} ms, first token ${(answer.firstTokenAtMs - askedMs).toFixed(0)} ms; ${(process.memoryUsage.rss() / 1e9).toFixed(1)} GB`,
  );
}
await model.close();
process.exit(wrong > 0 ? 1 : 0);
