import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runMain, SetupError, step } from './progress.mjs';
import { cache, root } from './project.mjs';
import { runCommand } from './runCommand.mjs';
import { setUp } from './setup.mjs';

const recipe = join(root, 'resources', 'recipe');
const environment = join(cache, 'recipe');
const python = join(environment, 'bin', 'python');
const data = process.env.R1_RECIPE_DATA ?? join(cache, 'recipe-data');
const run = process.env.R1_RECIPE_RUN ?? join(cache, 'recipe-run');
const pack = join(root, 'resources', 'models', 'r1-sim-small');

/** A Python environment with the packages of a file; made once, and anew when the file has changed. */
async function ensurePython(folder, requirements, words) {
  const wanted = readFileSync(requirements, 'utf8');
  const hash = createHash('sha256').update(wanted).digest('hex');
  const stamp = join(folder, '.r1-setup');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  await step(`Python environment of ${words}`, async () => {
    for (const [command, args] of [
      ['python3', ['-m', 'venv', folder]],
      [join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '-q', '-r', requirements]],
    ]) {
      const { code, output } = await runCommand(command, args, { quiet: true });
      if (code === 0) continue;
      throw new SetupError(
        `The Python environment of ${words} could not be made.\n${output.trim().split('\n').slice(-8).join('\n')}\n` +
          'It needs Python 3.11 or later with venv, 6 GB of disk and the package index. Then run the command again.',
      );
    }
    writeFileSync(stamp, hash);
  });
}

/** torch is among them, so about 6 GB and some minutes. */
const ensureEnvironment = () => ensurePython(environment, join(recipe, 'requirements.txt'), 'the recipe');

/** Asks the bundled weights through `transformers serve`, as the console asks a bigger machine. */
async function serveCheck() {
  const served = join(cache, 'serve-check');
  const own = process.env.R1_SERVE_PYTHON;
  if (!own) await ensurePython(served, join(recipe, 'checks', 'requirements-serve.txt'), 'the server');
  const checkpoint = join(cache, 'serve-check-model');
  const port = process.env.R1_SERVE_PORT ?? '8931';
  const server = spawn(
    own ?? join(served, 'bin', 'python'),
    [join(recipe, 'checks', 'serve_bundled.py'), pack, checkpoint, port],
    { stdio: 'inherit', env: { ...process.env, HF_HUB_OFFLINE: '1' } },
  );
  let ended = false;
  server.on('exit', () => {
    ended = true;
  });
  try {
    const base = `http://127.0.0.1:${port}`;
    // Importing torch takes a minute where the machine is busy.
    for (let i = 0; ; i++) {
      if (
        await fetch(base).then(
          () => true,
          () => false,
        )
      )
        break;
      if (ended || i > 300) throw new SetupError('The server did not start: its own words stand above.');
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    const check = join(root, 'e2e', 'serveCheck', 'serveCheck.ts');
    const { code } = await runCommand(process.execPath, [tsx, check, `${base}/v1`, checkpoint]);
    if (code !== 0) throw new SetupError('The answers over the line are not those of the weights.');
  } finally {
    server.kill();
  }
}

/**
 * Reads what was recorded or exported with other people's readers: a Python environment of its own, or the one whose
 * interpreter R1_CHECK_PYTHON names.
 */
const check =
  (script, requirements) =>
  async (...paths) => {
    if (paths.length === 0) throw new SetupError('Say which files or folders are to be read.');
    const file = join(recipe, 'checks', requirements);
    const own = process.env.R1_CHECK_PYTHON;
    const folder = join(cache, requirements.replace(/\.txt$/, ''));
    if (!own)
      await ensurePython(
        folder,
        file,
        `the check (${readFileSync(file, 'utf8')
          .match(/^[^#\s].*$/gm)
          .join(', ')})`,
      );
    const absolute = paths.map((path) => resolve(process.env.INIT_CWD ?? root, path));
    await must(own ?? join(folder, 'bin', 'python'), [join('checks', script), ...absolute]);
  };

/** Exports a checkpoint of VLA-R1-3B's dimensions, two layers, random weights, and asks it through the console's own pipeline. */
async function proveDimensions(...more) {
  const folder = join(cache, 'prove-3b');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await must(python, [join(recipe, 'checks', 'prove_dimensions.py'), folder, pack, ...more]);
  const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const check = join(root, 'e2e', 'packCheck', 'packCheck.ts');
  // Lighter weights may decide between two tokens that were nearly as likely.
  for (const [precision, least] of [
    ['fp32', '0.001'],
    ['q8', '0.1'],
  ]) {
    const exported = join(folder, `pack-${precision}`);
    await must(process.execPath, [tsx, check, exported, join(folder, 'answers.json'), least]);
  }
}

async function must(command, args) {
  const { code } = await runCommand(command, args, { cwd: recipe });
  if (code !== 0) throw new SetupError(`${[command, ...args].join(' ')} ended with code ${code}.`);
}
const module = (name, ...args) => must(python, ['-m', `r1sim.${name}`, ...args]);

/** Pictures from the simulator's own camera; those that are there are not rendered again. */
async function pictures(from, count, out, ...more) {
  await setUp();
  const script = join(recipe, 'render', 'render.mjs');
  await must(process.execPath, [script, '--from', `${from}`, '--count', `${count}`, '--out', out, ...more]);
}
const sets = { train: join(data, 'train'), val: join(data, 'val'), unseen: join(data, 'unseen') };

const checks = {
  'check-rosbag': check('check_rosbag.py', 'requirements-rosbag.txt'),
  'check-lerobot': check('check_lerobot.py', 'requirements-lerobot.txt'),
  'check-vla-cot': check('check_vla_cot.py', 'requirements-lerobot.txt'),
};

const steps = {
  pictures: async () => {
    await pictures(100_000, 18_000, sets.train);
    await pictures(120_000, 4_000, sets.train, '--put-away');
    await steps.scenes();
  },
  scenes: async () => {
    await pictures(50_000, 500, sets.val);
    await pictures(60_000, 250, sets.unseen, '--unseen');
  },
  tokenizer: () => module('tokenizer', '--scenes', sets.train, '--out', join(run, 'tokenizer')),
  vision: (...more) =>
    module('pretrain', '--train', sets.train, '--val', sets.val, '--out', join(run, 'vision'), ...more),
  sft: (...more) =>
    module(
      ...['sft', '--train', sets.train, '--val', sets.val, '--tokenizer', join(run, 'tokenizer')],
      ...['--pretrained', join(run, 'vision', 'last.pt'), '--out', join(run, 'sft'), ...more],
    ),
  grpo: (...more) =>
    module(
      ...['grpo', '--train', sets.train, '--tokenizer', join(run, 'tokenizer')],
      ...['--start', join(run, 'sft', 'last.pt'), '--out', join(run, 'grpo'), ...more],
    ),
  /** When an answer is too doubtful: calibrated on scenes that were not trained on. */
  doubt: () =>
    module(
      ...['doubt', '--checkpoint', join(run, 'sft', 'last.pt'), '--tokenizer', join(run, 'tokenizer')],
      ...['--scenes', sets.val, '--out', join(run, 'doubt.json')],
    ),
  /** The figures of the shipped weights on both splits; dialogues on scenes like those of training. */
  eval: async (...more) => {
    await steps.scenes();
    mkdirSync(run, { recursive: true });
    const measured = [];
    for (const [words, name, ...options] of [
      ['like training', 'val', '--dialogue', '100'],
      ['unlike training', 'unseen', '--dialogue', '0'],
    ]) {
      const out = join(run, `${name}.json`);
      await module(
        ...['evaluate', '--pack', pack, '--scenes', sets[name], '--out', out],
        ...['--count', '200', ...options, ...more],
      );
      measured.push(`${words}=${out}`);
    }
    process.stdout.write('\n');
    await module('table', ...measured);
  },
  curves: (...more) =>
    module(
      'curves',
      ...(more.length > 0 ? more : ['vision', 'sft', 'grpo'].map((stage) => join(run, stage))),
    ),
  test: () => must(python, ['-m', 'pytest', '-q', 'tests']),
  'serve-check': serveCheck,
  export: (...more) => module('export_checkpoint', ...more),
  'prove-3b': proveDimensions,
  ...checks,
};

/** `npm run recipe -- STEP [options of the step]`. */
runMain(async () => {
  const [name, ...more] = process.argv.slice(2);
  const chosen = steps[name ?? ''];
  if (!chosen) throw new SetupError(`Say which step: ${Object.keys(steps).join(', ')}.`);
  if (name !== 'serve-check' && !(name in checks)) await ensureEnvironment();
  await chosen(...more);
  return 0;
});
