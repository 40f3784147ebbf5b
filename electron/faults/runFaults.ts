import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fuzzBorders } from './fuzzBorders';
import { type CaseResult, runStory, shrunk } from './runStory';
import { stepText, storyOf } from './story';

/**
 * `npm run test:faults`: 2,000 cases and 100,000 messages of fuzzing, or as the arguments say: --cases N --from SEED,
 * --fuzz N (with --cases 0: nothing else), or --seed SEED to play one again, with its story and, if it fails, the
 * shortest that fails the same way.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    cases: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    fuzz: { type: 'string', default: '100000' },
    shard: { type: 'boolean', default: false },
  },
});
const print = (text: string) => process.stdout.write(`${text}\n`);

async function tell(result: CaseResult): Promise<void> {
  const { story, violations } = result;
  print(`\nseed ${story.seed}${story.physics ? ' (real physics)' : ''}:`);
  for (const { law, text, atMs } of violations) print(`  BROKEN ${law} at ${Math.round(atMs)} ms: ${text}`);
  const first = violations[0];
  if (!first) return;
  const short = await shrunk(story, first.law);
  print(`  the shortest story that breaks ${first.law}:`);
  for (const step of short.steps) print(`    ${stepText(step)}`);
  print(`  play it again: npm run test:faults -- --seed ${story.seed}`);
}

async function one(seed: number): Promise<number> {
  const result = await runStory(storyOf(seed));
  for (const step of result.story.steps) print(stepText(step));
  print(`\n${JSON.stringify(result.counts)}`);
  for (const { approvalId, planHash, commands } of result.commands) {
    print(`approval ${approvalId} of plan ${planHash}: ${commands} commands at the actuator`);
  }
  await tell(result);
  print(result.violations.length === 0 ? 'holds' : 'FAILED');
  return result.violations.length === 0 ? 0 : 1;
}

/** Plays seeds in a process of its own and sends the results back. */
async function shard(from: number, cases: number): Promise<void> {
  for (let seed = from; seed < from + cases; seed++) process.send?.(await runStory(storyOf(seed)));
}

function inParallel(from: number, cases: number, take: (result: CaseResult) => void): Promise<unknown> {
  const workers = Math.max(1, Math.min(availableParallelism(), 8));
  const each = Math.ceil(cases / workers);
  return Promise.all(
    Array.from({ length: workers }, (_, i) => {
      const first = from + i * each;
      const count = Math.min(each, from + cases - first);
      if (count <= 0) return undefined;
      return new Promise<void>((done, failed) => {
        const child = fork(fileURLToPath(import.meta.url), [
          '--shard',
          '--from',
          String(first),
          '--cases',
          String(count),
        ]);
        child.on('message', (result) => take(result as CaseResult));
        child.on('exit', (code) => (code === 0 ? done() : failed(new Error(`seeds from ${first} crashed`))));
      });
    }),
  );
}

async function all(from: number, cases: number): Promise<number> {
  const started = performance.now();
  const results: CaseResult[] = [];
  await inParallel(from, cases, (result) => {
    results.push(result);
    if (results.length % 100 === 0) print(`${results.length} of ${cases} cases`);
  });
  results.sort((a, b) => a.story.seed - b.story.seed);
  const sum: Record<string, number> = {};
  for (const { counts } of results) {
    for (const [name, count] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + count;
  }
  const rows = results.flatMap(({ story, commands }) =>
    commands.map((row) => ({ seed: story.seed, ...row })),
  );
  const folder = resolve('out', 'test');
  mkdirSync(folder, { recursive: true });
  const table = join(folder, 'faults.tsv');
  const lines = rows.map(({ seed, approvalId, planHash, commands }) =>
    [seed, approvalId, planHash, commands].join('\t'),
  );
  writeFileSync(table, `${['seed\tapproval\tplan\tcommands', ...lines].join('\n')}\n`);

  const failed = results.filter(({ violations }) => violations.length > 0);
  for (const result of failed.slice(0, 5)) await tell(result);
  const commands = rows.reduce((total, row) => total + row.commands, 0);
  const unapproved = results.filter(({ violations }) =>
    violations.some(({ law }) => law === 'approved'),
  ).length;
  const steps = results.reduce((total, { story }) => total + story.steps.length, 0);
  const figures: readonly (readonly [string, string | number])[] = [
    ['cases', `${results.length} (seeds ${from} to ${from + cases - 1})`],
    ['of them on the real physics', results.filter(({ story }) => story.physics).length],
    ['operator actions and faults', steps],
    ['approvals given', sum.approvals ?? 0],
    ['commands at the actuator', commands],
    ['approvals that they belong to', rows.length],
    ...[1, 2, 3].map(
      (n) =>
        [
          `  approvals with ${n} command${n > 1 ? 's' : ''}`,
          rows.filter((row) => row.commands === n).length,
        ] as const,
    ),
    ['cases with a command of no approval', unapproved],
    ['time in which the arm moved', `${Math.round((sum.movingMs ?? 0) / 1000)} s`],
    ['stops asked for', sum.stops ?? 0],
    ['stop reports confirmed / NOT confirmed', `${sum.confirmed ?? 0} / ${sum.unconfirmed ?? 0}`],
    ['records called written, all read back', sum.committed ?? 0],
    ['cases that broke a law', failed.length],
    ['time taken', `${((performance.now() - started) / 1000).toFixed(0)} s`],
  ];
  print('');
  for (const [name, value] of figures) print(`${name.padEnd(42)}${value}`);
  print(`each approval and its commands: ${table}`);
  if (failed.length > 0) print(`FAILED: seeds ${failed.map(({ story }) => story.seed).join(', ')}`);
  return failed.length === 0 ? 0 : 1;
}

/** Every contract at every border; prints what came of it. */
async function fuzz(messages: number): Promise<number> {
  if (messages === 0) return 0;
  const started = performance.now();
  const { counts, bridge, crashes, commands, moved, ...all } = await fuzzBorders(messages);
  print('\nfuzzing                     messages       fit   refused');
  for (const { border, messages: sent, passed, refused } of [...counts, bridge]) {
    const figures = [sent, passed, refused].map((figure) => String(figure).padStart(10)).join('');
    print(`${border.padEnd(26)}${figures}`);
  }
  const stopsLost = bridge.stops - bridge.stopsObeyed;
  const good =
    crashes.length === 0 && commands === 0 && !moved && stopsLost === 0 && bridge.strangersHeard === 0;
  print(
    `${all.messages} messages at the borders of ${all.contracts} contracts, those of the robot process and the simulator ` +
      `among them: ${crashes.length} crashes, ${commands} commands, ${moved ? 'A JOINT MOVED' : 'no joint moved'} ` +
      `(${((performance.now() - started) / 1000).toFixed(0)} s)`,
  );
  print(
    `${bridge.messages} messages of the page at main: ${bridge.stopsObeyed} of ${bridge.stops} stops obeyed, however ` +
      `mangled; ${bridge.strangersHeard} of another page heard`,
  );
  for (const crash of crashes.slice(0, 5)) print(`CRASH ${crash instanceof Error ? crash.stack : crash}`);
  return good ? 0 : 1;
}

if (values.seed !== undefined) process.exitCode = await one(Number(values.seed));
else if (values.shard) {
  await shard(Number(values.from), Number(values.cases));
  process.disconnect?.();
} else {
  const cases = Number(values.cases);
  const stories = cases > 0 ? await all(Number(values.from), cases) : 0;
  process.exitCode = (await fuzz(Number(values.fuzz))) || stories;
}
