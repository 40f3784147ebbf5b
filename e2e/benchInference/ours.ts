import { readFileSync } from 'node:fs';
import { loadModel } from '../../electron/inference/model/loadModel';
import type { Question } from '../../shared/proposal/prompts';
import type { BenchTask, PeerResult } from './peerResult';

/** This console's engine in a plain Node process. */
const task = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as BenchTask & {
  readonly asked: readonly Question[];
};
const now = () => performance.now();
const rgb = new Uint8Array(readFileSync(task.picture));
const picture = { width: task.width, height: task.height, rgb };
/** Linux counts the memory of whoever started the process into maxRSS, and not into this. */
const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
const baseBytes = peak();

const model = await loadModel(task.pack, { providers: ['cpu'], threads: task.threads });
const [first, second] = task.asked;
if (!first || !second) throw new Error('Two questions are needed.');

const result: PeerResult = {
  runtime: 'R1 Console',
  firstTokenMs: [],
  tokensPerSec: [],
  processorMs: [],
  secondFirstTokenMs: [],
  cancelMs: [],
  peakBytes: 0,
  baseBytes,
  promptIds: [],
  answerIds: [],
};

async function ask(question: Question, seen: Awaited<ReturnType<typeof model.see>>, startedMs: number) {
  let tokens = 0;
  const answer = await model.answer(question, seen, {
    signal: new AbortController().signal,
    onToken: () => {
      tokens += 1;
    },
    now,
    deadlineMs: Number.POSITIVE_INFINITY,
  });
  const { firstTokenAtMs } = answer;
  return {
    answer,
    firstMs: firstTokenAtMs - startedMs,
    perSec: (1000 * (answer.ids.length - 1)) / (now() - firstTokenAtMs),
    tokens,
  };
}

for (let turn = 0; turn <= task.repeats; turn++) {
  const startedMs = now();
  const used = process.cpuUsage();
  const seen = await model.see(picture);
  const { answer, firstMs, perSec } = await ask(first, seen, startedMs);
  const { user, system } = process.cpuUsage(used);
  const again = await ask(second, seen, now());
  if (turn === 0) {
    result.promptIds.push(...answer.promptIds);
    result.answerIds.push(...answer.ids);
    continue;
  }
  result.firstTokenMs.push(firstMs);
  result.tokensPerSec.push(perSec);
  result.processorMs.push((user + system) / 1000);
  result.secondFirstTokenMs.push(again.firstMs);
}

const seen = await model.see(picture);
for (let turn = 0; turn < task.repeats; turn++) {
  const abort = new AbortController();
  let wishedMs = 0;
  await model
    .answer(first, seen, {
      signal: abort.signal,
      onToken: ({ index }) => {
        if (index !== 10 + turn) return;
        // In the middle of a step, not between two.
        setImmediate(() => {
          wishedMs = now();
          abort.abort();
        });
      },
      now,
      deadlineMs: Number.POSITIVE_INFINITY,
    })
    .catch(() => undefined);
  result.cancelMs.push(now() - wishedMs);
}
process.stdout.write(`${JSON.stringify({ ...result, peakBytes: peak() })}\n`);
