import { parseArgs } from 'node:util';
import { buildKilledRecorder, type Kill, killMoments, killOnce } from './killOnce';

/**
 * `npm run test:kills [-- --kills 200 --seed 1]`: kills a recorder (SIGKILL) at random moments while it records,
 * and counts what was lost. Fails when any file does not open, say so and verify, or lost a second or more.
 */
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const count = Number(values.kills);
const seed = Number(values.seed);
if (!Number.isInteger(count) || count < 1)
  throw new Error(`--kills wants a number from 1, not "${values.kills}".`);
if (!Number.isInteger(seed)) throw new Error(`--seed wants a whole number, not "${values.seed}".`);

const recorder = await buildKilledRecorder();
const kills: Kill[] = [];
try {
  for (const afterMs of killMoments(seed, count)) {
    const kill = await killOnce(recorder.program, afterMs);
    kills.push(kill);
    for (const problem of kill.problems) console.log(`killed after ${afterMs} ms: ${problem}`);
    if (kills.length % 20 === 0) console.log(`${kills.length} of ${count}`);
  }
} finally {
  await recorder.remove();
}
const sum = (of: (kill: Kill) => number) => kills.reduce((total, kill) => total + of(kill), 0);
const lost = kills.map(({ lostSec }) => lostSec).sort((a, b) => a - b);
const failed = kills.filter(({ problems }) => problems.length > 0).length;
console.log(
  [
    `${count} kills (seed ${seed}), ${sum(({ givenMessages }) => givenMessages)} messages given, ${sum(({ lostMessages }) => lostMessages)} lost`,
    `lost of one recording: median ${lost[lost.length >> 1]?.toFixed(2)} s, most ${lost.at(-1)?.toFixed(2)} s`,
    `confirmed records lost: ${sum(({ confirmedLost }) => confirmedLost)}`,
    `files that do not open, say that they were repaired, and verify: ${failed}`,
  ].join('\n'),
);
process.exit(failed === 0 ? 0 : 1);
