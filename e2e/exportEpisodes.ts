import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launchConsole } from './console';
import { answerFolderDialogs, exportPicked, pickAll } from './exportSteps';

/**
 * Exports the episodes of a folder in all formats through the app's own screens, for the checks with other
 * readers in resources/recipe/checks: `npx tsx e2e/exportEpisodes.ts EPISODES_FOLDER OUT [how many]`.
 */
async function main([from, to, count = '3']: readonly string[]): Promise<void> {
  if (!from || !to) throw new Error('Say a folder of episodes and a folder to export to.');
  const dataFolder = mkdtempSync(join(tmpdir(), 'r1-export-'));
  const out = resolve(to);
  mkdirSync(join(dataFolder, 'episodes'), { recursive: true });
  const files = readdirSync(from)
    .filter((name) => name.endsWith('.mcap'))
    .slice(0, Number(count));
  for (const name of files) cpSync(join(from, name), join(dataFolder, 'episodes', name));
  const console_ = await launchConsole({ dataFolder });
  try {
    await answerFolderDialogs(console_.app, out);
    await pickAll(console_.page);
    for (const [format, name] of [
      ['lerobot', 'lerobot'],
      ['lerobot', 'lerobot'],
      ['vlaCot', 'vla-cot'],
      ['rosbag', 'bags'],
    ] as const) {
      const started = performance.now();
      const { state, text } = await exportPicked(console_.page, format, name, 600_000);
      process.stdout.write(
        `${format}: ${state} after ${Math.round(performance.now() - started)} ms. ${text}\n`,
      );
    }
  } finally {
    await console_.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
