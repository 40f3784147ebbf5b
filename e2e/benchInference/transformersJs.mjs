// transformers.js on the same pack: node transformersJs.mjs TASK, with its package beside the working folder.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(join(process.cwd(), 'package.json'));
const {
  AutoProcessor,
  BaseStreamer,
  InterruptableStoppingCriteria,
  Qwen2_5_VLForConditionalGeneration,
  RawImage,
  env,
} = await import(pathToFileURL(require.resolve('@huggingface/transformers')).href);

const task = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const now = () => performance.now();
const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
const baseBytes = peak();
env.allowRemoteModels = false;
env.localModelPath = dirname(task.transformersJsPack);
const name = basename(task.transformersJsPack);
const session_options = {
  intraOpNumThreads: task.threads,
  interOpNumThreads: 1,
  logSeverityLevel: 3,
};
const model = await Qwen2_5_VLForConditionalGeneration.from_pretrained(name, {
  dtype: 'fp32',
  device: 'cpu',
  session_options,
});
const processor = await AutoProcessor.from_pretrained(name);
const image = new RawImage(new Uint8ClampedArray(readFileSync(task.picture)), task.width, task.height, 3);

class Clock extends BaseStreamer {
  at = [];
  prompt = true;
  onToken = () => {};
  put() {
    // The first call brings the prompt.
    if (this.prompt) this.prompt = false;
    else {
      this.at.push(now());
      this.onToken(this.at.length - 1);
    }
  }
  end() {}
}

async function ask(prompt, stop, onToken) {
  const startedMs = now();
  const inputs = await processor(prompt, image);
  const clock = new Clock();
  if (onToken) clock.onToken = onToken;
  const output = await model.generate({
    ...inputs,
    max_new_tokens: task.maxNewTokens,
    do_sample: false,
    streamer: clock,
    ...(stop && { stopping_criteria: stop }),
  });
  const promptIds = [...inputs.input_ids.data].map(Number);
  const ids = [...output.data].map(Number).slice(promptIds.length);
  const [firstAt] = clock.at;
  return {
    promptIds,
    ids,
    firstMs: firstAt - startedMs,
    perSec: (1000 * (ids.length - 1)) / (clock.at.at(-1) - firstAt),
  };
}

const result = {
  runtime: `transformers.js ${env.version}`,
  firstTokenMs: [],
  tokensPerSec: [],
  processorMs: [],
  secondFirstTokenMs: [],
  cancelMs: [],
  baseBytes,
  promptIds: [],
  answerIds: [],
};
const [first, second] = task.questions;
for (let turn = 0; turn <= task.repeats; turn++) {
  const used = process.cpuUsage();
  const one = await ask(first.prompt);
  const { user, system } = process.cpuUsage(used);
  // It has no way to keep a picture that it has looked at.
  const two = await ask(second.prompt);
  if (turn === 0) {
    result.promptIds = one.promptIds;
    result.answerIds = one.ids;
    continue;
  }
  result.firstTokenMs.push(one.firstMs);
  result.tokensPerSec.push(one.perSec);
  result.processorMs.push((user + system) / 1000);
  result.secondFirstTokenMs.push(two.firstMs);
}
for (let turn = 0; turn < task.repeats; turn++) {
  const stop = new InterruptableStoppingCriteria();
  let wishedMs = 0;
  await ask(first.prompt, stop, (index) => {
    if (index !== 10 + turn) return;
    setImmediate(() => {
      wishedMs = now();
      stop.interrupt();
    });
  });
  result.cancelMs.push(now() - wishedMs);
}
process.stdout.write(`${JSON.stringify({ ...result, peakBytes: peak() })}\n`);
