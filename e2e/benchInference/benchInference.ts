import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { loadModel } from '../../electron/inference/model/loadModel';
import { packBytes } from '../../electron/inference/pack/verifyPack';
import { testPicture } from '../../electron/inference/preprocess/fixtures/testPictures';
import { computeThreads } from '../../electron/inference/runtime/computeThreads';
import { controlWords, type Question, renderPrompt } from '../../shared/proposal/prompts';
import { type BenchTask, type PeerResult, peerResultSchema } from './peerResult';

/**
 * The console's engine against transformers.js and against ONNX Runtime from Python: the same pack, picture, prompts
 * and number of threads, each in a process of its own, in turns. Prints medians and ratios; whoever gives other tokens
 * is named. `npm run bench -- inference [--rounds N] [--repeats N] [--threads N]`
 */
const transformersJs = '4.3.1';
/** As in resources/recipe/requirements.txt; without torch, which takes 5 GB and is not needed to run a pack. */
const pythonPackages = ['numpy', 'pillow', 'onnxruntime'];

const run = promisify(execFile);
const cache = resolve('.cache', 'bench-inference');
const pack = process.env.R1_MODEL_PACK ?? resolve('resources', 'models', 'r1-sim-small');
const here = resolve('e2e', 'benchInference');

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  const value = at < 0 ? otherwise : Number(process.argv[at + 1]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number from 1 on.`);
  return value;
}

/** Into a folder of the bench's own: it is no part of the console. */
async function ensureTransformersJs(): Promise<void> {
  const installed = join(cache, 'node_modules', '@huggingface', 'transformers', 'package.json');
  if (existsSync(installed)) {
    const { version } = JSON.parse(readFileSync(installed, 'utf8')) as { version: string };
    if (version === transformersJs) return;
  }
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'package.json'), '{"private": true}\n');
  const wanted = `@huggingface/transformers@${transformersJs}`;
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', wanted], { cwd: cache });
}

async function ensurePython(): Promise<string> {
  const known = [process.env.R1_RECIPE_PYTHON, resolve('.cache', 'recipe', 'bin', 'python')];
  const found = known.find((path) => path !== undefined && existsSync(path));
  if (found) return found;
  const folder = join(cache, 'python');
  const python = join(folder, 'bin', 'python');
  if (!existsSync(python)) await run('python3', ['-m', 'venv', folder]);
  const pinned = readFileSync(resolve('resources', 'recipe', 'requirements.txt'), 'utf8').split('\n');
  const wanted = pinned.filter((line) =>
    pythonPackages.some((name) => line.toLowerCase().startsWith(`${name}==`)),
  );
  await run(python, ['-m', 'pip', 'install', '-q', ...wanted]);
  return python;
}

/**
 * The pack as transformers.js reads it: the text model's settings under `text_config` too, where newer exports have
 * them. All other files are links.
 */
function packForTransformersJs(folder: string): string {
  const copy = join(folder, 'pack');
  mkdirSync(copy);
  for (const name of readdirSync(pack)) {
    if (name !== 'config.json') symlinkSync(join(pack, name), join(copy, name));
  }
  const config = JSON.parse(readFileSync(join(pack, 'config.json'), 'utf8')) as Record<string, unknown>;
  const { vision_config: _, text_config = { ...config, model_type: 'qwen2_5_vl_text' }, ...rest } = config;
  writeFileSync(
    join(copy, 'config.json'),
    JSON.stringify({ ...rest, vision_config: config.vision_config, text_config }),
  );
  return copy;
}

/** What all are asked, with the prompts as this engine's tokenizer reads them. */
async function writeTask(folder: string, repeats: number): Promise<string> {
  const size = { width: 640, height: 480 };
  const rgb = testPicture({ ...size, maker: 'blocks', seed: 7 });
  const picture = join(folder, 'picture.rgb');
  writeFileSync(picture, rgb);
  const instruction = 'put the red cube in the blue bowl';
  const asked: Question[] = [
    { kind: 'trajectory', instruction },
    { kind: 'affordance', instruction },
  ];
  const model = await loadModel(pack, { providers: ['cpu'], threads: 1 });
  const seen = await model.see({ ...size, rgb });
  const style = model.manifest.prompt.imagePlaceholder;
  const questions: { prompt: string; ids: number[] }[] = [];
  for (const question of asked) {
    const { promptIds } = await model.ask(question, seen);
    questions.push({ prompt: renderPrompt(question, 1, style), ids: [...promptIds] });
  }
  const threads = option('threads', computeThreads(packBytes(model.manifest), availableParallelism()));
  const task: BenchTask & { asked: readonly Question[] } = {
    pack,
    transformersJsPack: packForTransformersJs(folder),
    picture,
    ...size,
    asked,
    questions,
    pictureTokenId: model.settings.imageTokenId,
    endIds: model.settings.endTokenIds,
    maxNewTokens: model.manifest.generation.maxNewTokens,
    threads,
    repeats,
  };
  await model.close();
  const path = join(folder, 'task.json');
  writeFileSync(path, JSON.stringify(task));
  process.stdout.write(
    `${cpus().length} cores, ${threads} thread${threads > 1 ? 's' : ''}, ${size.width} x ${size.height} pixels, ` +
      `${questions[0]?.ids.length} tokens of prompt (${seen.tokens} of ${controlWords.imagePad})\n`,
  );
  return path;
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

interface Figure {
  readonly name: string;
  readonly of: (result: PeerResult) => readonly number[];
  /** Whether more is better. */
  readonly more?: boolean;
  readonly digits?: number;
}
const figures: readonly Figure[] = [
  { name: 'time to first token (ms)', of: (result) => result.firstTokenMs },
  { name: 'tokens a second', of: (result) => result.tokensPerSec, more: true, digits: 1 },
  { name: 'processor time of a whole answer (ms)', of: (result) => result.processorMs },
  { name: 'second question, to first token (ms)', of: (result) => result.secondFirstTokenMs },
  { name: 'cancel in mid-answer (ms)', of: (result) => result.cancelMs, digits: 1 },
  { name: 'peak memory (MB)', of: (result) => [result.peakBytes / 1e6] },
  { name: 'of it before the pack (MB)', of: (result) => [result.baseBytes / 1e6] },
];

function table(results: ReadonlyMap<string, readonly PeerResult[]>): string {
  const names = [...results.keys()];
  const value = (name: string, { of }: Figure) => median((results.get(name) ?? []).flatMap(of));
  const lines = [
    `| what | ${names.join(' | ')} | ${names
      .slice(1)
      .map((name) => `better than ${name} by`)
      .join(' | ')} |`,
    `|---|${names.map(() => '---|').join('')}${names
      .slice(1)
      .map(() => '---|')
      .join('')}`,
  ];
  for (const figure of figures) {
    const [mine = Number.NaN, ...theirs] = names.map((name) => value(name, figure));
    const cell = (each: number) => (Number.isNaN(each) ? 'none' : each.toFixed(figure.digits ?? 0));
    const ratio = (each: number) =>
      Number.isNaN(each) ? '' : `${(figure.more ? mine / each : each / mine).toFixed(2)} x`;
    lines.push(
      `| ${figure.name} | ${[mine, ...theirs].map(cell).join(' | ')} | ${theirs.map(ratio).join(' | ')} |`,
    );
  }
  return lines.join('\n');
}

async function main(): Promise<void> {
  const rounds = option('rounds', 3);
  await ensureTransformersJs();
  const python = await ensurePython();
  const folder = mkdtempSync(join(tmpdir(), 'r1-bench-inference-'));
  try {
    const task = await writeTask(folder, option('repeats', 5));
    // Bundled, as the console is: a compiler in the process would count as its memory.
    const program = resolve('out', 'bench-inference', 'ours.mjs');
    await build({
      configFile: false,
      logLevel: 'warn',
      ssr: { noExternal: true, external: ['onnxruntime-node'] },
      build: {
        ssr: join(here, 'ours.ts'),
        outDir: resolve('out', 'bench-inference'),
        rollupOptions: { output: { entryFileNames: 'ours.mjs' } },
      },
    });
    const recipe = { ...process.env, PYTHONPATH: resolve('resources', 'recipe') };
    const peers: readonly (() => Promise<{ stdout: string }>)[] = [
      () => run(process.execPath, [program, task]),
      () => run(process.execPath, [join(here, 'transformersJs.mjs'), task], { cwd: cache }),
      () => run(python, [join(here, 'python_onnxruntime.py'), task], { env: recipe }),
    ];
    const results = new Map<string, PeerResult[]>();
    for (let round = 0; round < rounds; round++) {
      for (const peer of peers) {
        const { stdout } = await peer();
        const line = stdout.trim().split('\n').at(-1) ?? '';
        const result = peerResultSchema.parse(JSON.parse(line));
        results.set(result.runtime, [...(results.get(result.runtime) ?? []), result]);
      }
    }
    process.stdout.write(`\n${table(results)}\n\n`);
    const [ours, ...others] = [...results.values()].map(([first]) => first);
    for (const other of others) {
      const same = (of: (result: PeerResult) => readonly number[]) =>
        ours && other && String(of(ours)) === String(of(other));
      const prompt = same(({ promptIds }) => promptIds) ? 'the same prompt' : 'ANOTHER PROMPT';
      const answer = same(({ answerIds }) => answerIds) ? 'the same tokens' : 'OTHER TOKENS';
      process.stdout.write(`${other?.runtime}: ${prompt}, ${answer} (${other?.answerIds.length})\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
