import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { testRecords } from '../../recorder/testEpisode';
import { type ChainedRecord, chainProblem, createHashChain, sha256 } from './hashChain';

function chainOf(episodeId: string) {
  const chain = createHashChain(episodeId);
  const records = testRecords().map((record) => chain.add(record));
  return { records, end: { length: chain.length(), head: chain.head() } };
}

it('follows its published rule, computed here by other means', () => {
  const { records } = chainOf('e1');
  const hex = (text: string) => createHash('sha256').update(Buffer.from(text, 'utf8')).digest('hex');
  expect(records[0]?.previousHash).toBe(hex('e1'));
  const { previousHash, kind, source, stampSec, json } = records[1] as ChainedRecord;
  expect(previousHash).toBe(records[0]?.hash);
  expect(records[1]?.hash).toBe(hex(`${previousHash}\n${kind}\n${source}\n${stampSec}\n${json}`));
});

it('holds for what was recorded and for an episode without records', () => {
  const { records, end } = chainOf('e1');
  expect(chainProblem('e1', records, end)).toBeUndefined();
  expect(chainProblem('e1', [], { length: 0, head: sha256('e1') })).toBeUndefined();
});

const changes: [string, (r: ChainedRecord) => ChainedRecord][] = [
  ['content', (r) => ({ ...r, json: r.json.replace(/.$/, 'x') })],
  ['stamp', (r) => ({ ...r, stampSec: r.stampSec + 1e-6 })],
  ['kind', (r) => ({ ...r, kind: 'note' })],
  ['source', (r) => ({ ...r, source: 'main' })],
  ['hash', (r) => ({ ...r, hash: sha256('other') })],
];
it.each(changes)('says which record was changed in its %s, wherever it stands', (_, change) => {
  const { records, end } = chainOf('e1');
  for (const place of records.keys()) {
    const changed = records.map((record, i) => (i === place ? change(record) : record));
    expect(chainProblem('e1', changed, end)).toMatch(new RegExp(`^Record ${place} .*content was changed`));
  }
});

it('tells a missing, an exchanged and a cut-off record apart', () => {
  const { records, end } = chainOf('e1');
  expect(chainProblem('e1', records.toSpliced(3, 1), end)).toMatch(/^Record 3 is missing/);
  const rehashed = createHashChain('e1');
  const others = testRecords()
    .toSpliced(2, 1)
    .map((record) => rehashed.add(record));
  expect(chainProblem('e1', others, end)).toMatch(/ended with 7 records, but 6/);
  expect(chainProblem('e1', records.slice(0, -1), end)).toMatch(/ended with 7 records, but 6/);
  expect(chainProblem('another', records, end)).toMatch(/^Record 0 .*does not follow/);
});

it('finds a whole chain that was made anew, by the recorded head', () => {
  const { end } = chainOf('e1');
  const chain = createHashChain('e1');
  const forged = testRecords().map((record) => chain.add({ ...record, json: '{}' }));
  expect(chainProblem('e1', forged)).toBeUndefined();
  expect(chainProblem('e1', forged, end)).toMatch(/not the one that the episode ended with/);
});
