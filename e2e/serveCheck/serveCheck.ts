import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { decode } from 'fast-png';
import { z } from 'zod';
import { createEngine } from '../../electron/inference/engine';
import type { DecisionFrame } from '../../electron/inference/question';
import { reachEndpoint } from '../../electron/inference/remote/remoteModel';
import { endpointSchema } from '../../shared/contract/endpoint';
import { proposalKindSchema } from '../../shared/contract/proposal';
import { boxIou } from '../../shared/geometry/boxIou';
import { parseAnswer } from '../../shared/proposal/parseAnswer';

/**
 * Asks a server that somebody else wrote, which serves the bundled checkpoint, through the console's own engine, and
 * compares its answers with those of the same weights in PyTorch on the same pictures (parity.json): the picture goes
 * over the line as a JPEG, so a digit may differ, and what is pointed at must not.
 *
 *     tsx e2e/serveCheck/serveCheck.ts URL MODEL
 */
const [url = '', model = ''] = process.argv.slice(2);
const recipe = resolve('resources', 'recipe');
const caseSchema = z.object({
  kind: proposalKindSchema,
  instruction: z.string(),
  earlier: z.array(z.object({ said: z.string(), answer: z.string() })),
  image: z.string(),
  text: z.string(),
});
const { cases } = z
  .object({ cases: z.array(caseSchema) })
  .parse(JSON.parse(readFileSync(`${recipe}/fixtures/parity.json`, 'utf8')));

function frameOf(name: string): DecisionFrame {
  const { width, height, data } = decode(readFileSync(`${recipe}/${name}`));
  const rgb = Uint8Array.from(data);
  return {
    observation: {
      observationId: name,
      stampSec: 0,
      camera: {
        ...{ width, height, fx: 500, fy: 500, cx: width / 2, cy: height / 2 },
        poseInBase: { position: [0, 0, 1], orientation: [0, 0, 0, 1] },
      },
      cameraName: 'fixture',
      imageHash: createHash('sha256').update(rgb).digest('hex'),
      hasDepth: false,
    },
    rgb,
    depth: null,
  };
}

const nowMs = () => performance.now();
let pieces = 0;
const engine = createEngine({
  getDecisionFrame: async (name) => frameOf(name),
  nowMs,
  memoryBytes: () => 0,
  freeBytes: () => Number.POSITIVE_INFINITY,
  onFault: () => undefined,
  onStatus: () => undefined,
  onToken: () => {
    pieces += 1;
  },
});

const endpoint = endpointSchema.parse({
  version: 1,
  kind: 'openai',
  name: 'serve-check',
  url,
  model,
  boxConvention: 'center',
  sampling: { maxTokens: 400 },
  timeouts: { connectSec: 10, firstTokenSec: 120, silenceSec: 60, totalSec: 300 },
});
const { status } = await engine.take({
  words: 'The endpoint',
  open: () => reachEndpoint({ endpoint, ca: null, token: null }, nowMs),
  needsBytes: async () => 0,
});
if (status.state !== 'ready') throw new Error(`${status.fault?.happened} ${status.fault?.next}`);
console.log(
  `${status.model?.name}, ${status.model?.version}, ${status.model?.provider}: ready after ${status.loadMs?.toFixed(0)} ms`,
);

let same = 0;
let wrong = 0;
for (const { kind, instruction, earlier, image, text } of cases) {
  const { generations } = await engine.propose({
    proposalId: 'serve-check',
    observationId: image,
    instruction,
    earlier: earlier.map(({ said, answer }) => ({ said, answers: [{ kind, text: answer }] })),
    samples: 1,
    kinds: [kind],
  });
  const [answer] = generations;
  if (!answer) throw new Error('There is no answer.');
  const expected = parseAnswer(text, { kind, boxConvention: 'center' });
  const overlap = answer.box && expected.box ? boxIou(answer.box, expected.box) : null;
  const away =
    answer.waypoints && expected.waypoints && answer.waypoints.length === expected.waypoints.length
      ? Math.max(
          ...expected.waypoints.map(([x, y], i) =>
            Math.hypot(x - answer.waypoints![i]![0], y - answer.waypoints![i]![1]),
          ),
        )
      : null;
  const agrees =
    answer.outcome === expected.outcome &&
    (answer.outcome !== 'parsed' || (overlap !== null && overlap > 0.5) || (away !== null && away < 0.05));
  if (answer.text === text) same += 1;
  if (!agrees) wrong += 1;
  const measure =
    overlap !== null ? `IoU ${overlap.toFixed(2)}` : away !== null ? `at most ${away.toFixed(3)} away` : '';
  console.log(
    `${agrees ? 'ok   ' : 'WRONG'} ${kind} "${instruction}": ${answer.outcome} ${measure} (first ${answer.firstTokenMs.toFixed(0)} ms, all ${answer.totalMs.toFixed(0)} ms, ${answer.tokens ?? 'untold'} tokens, log probability ${answer.meanLogProb?.toFixed(3) ?? 'untold'})`,
  );
}
console.log(
  `${cases.length} questions in ${pieces} pieces: ${same} answers letter for letter, ${wrong} that point elsewhere`,
);
// One picture in ten may stand at the edge of two answers.
process.exit(wrong * 10 > cases.length ? 1 : 0);
