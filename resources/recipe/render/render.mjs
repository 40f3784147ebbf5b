#!/usr/bin/env node
// Renders training pictures of sampled scenes without physics.
//
//   node resources/recipe/render/render.mjs --from 100000 --count 8000 --out DIR
//     [--include red_cube,blue_bowl] [--nominal-camera] [--put-away] [--unseen]
//
// Writes DIR/images/<seed>.jpg and DIR/scenes-<from>.jsonl; seeds already listed there are skipped.
// Several may run beside each other with different --from.
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';

const here = import.meta.dirname;
const root = resolve(here, '../../..');

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '100000' },
    count: { type: 'string', default: '100' },
    out: { type: 'string' },
    include: { type: 'string', default: '' },
    'nominal-camera': { type: 'boolean', default: false },
    'put-away': { type: 'boolean', default: false },
    unseen: { type: 'boolean', default: false },
  },
});
if (!values.out) throw new Error('Say where to: --out DIR.');

const include = values.include
  .split(',')
  .filter(Boolean)
  .map((pair) => {
    const [color, kind] = pair.split('_');
    return { kind, color };
  });

/** The page and Electron's main in a folder of their own, built from the sources as they are now. */
async function buildApp(folder) {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      lib: { entry: join(here, 'page.ts'), formats: ['iife'], name: 'renderPage', fileName: () => 'page.js' },
    },
  });
  for (const file of ['main.cjs', 'page.html']) cpSync(join(here, file), join(folder, file));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'r1-render', main: 'main.cjs' }));
}

function electronBinary() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, '.cache/electron');
  if (existsSync(join(override, 'electron'))) return join(override, 'electron');
  return createRequire(import.meta.url)('electron');
}

/**
 * An Electron that opens `app`. A stock one takes the folder as an argument; one without its
 * default app only opens resources/app, so it is linked file by file into a twin that has ours there.
 */
function electronFor(app, workspace) {
  const binary = electronBinary();
  const dist = dirname(binary);
  if (existsSync(join(dist, 'resources/default_app.asar'))) return { binary, args: [app] };
  const twin = join(workspace, 'electron');
  const link = (from, to) => {
    if (!statSync(from).isDirectory()) return linkSync(from, to);
    mkdirSync(to);
    for (const name of readdirSync(from)) link(join(from, name), join(to, name));
  };
  mkdirSync(twin);
  for (const name of readdirSync(dist)) if (name !== 'resources') link(join(dist, name), join(twin, name));
  cpSync(app, join(twin, 'resources/app'), { recursive: true });
  return { binary: join(twin, 'electron'), args: [] };
}

const cache = join(root, '.cache');
mkdirSync(cache, { recursive: true });
const workspace = mkdtempSync(join(existsSync(cache) ? cache : tmpdir(), 'render-'));
process.on('exit', () => rmSync(workspace, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

const app = join(workspace, 'app');
await buildApp(app);
const { binary, args } = electronFor(app, workspace);
const flags = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  `--user-data-dir=${join(workspace, 'profile')}`,
];
const settings = {
  from: Number(values.from),
  count: Number(values.count),
  out: resolve(values.out),
  include,
  jitterCamera: !values['nominal-camera'],
  putAway: values['put-away'],
  unseen: values.unseen,
};
const display = process.platform === 'linux' && !process.env.DISPLAY;
const [command, ...prefix] = display ? ['xvfb-run', '-a', binary] : [binary];
const child = spawn(command, [...prefix, ...args, ...flags], {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, R1_RENDER_SETTINGS: JSON.stringify(settings) },
});
child.on('exit', (code) => process.exit(code ?? 1));
