import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256 } from '../../episodes/format/hashChain';
import { recordFrames } from '../../episodes/mcap/recordFrames';
import {
  inTemporaryFolder,
  recordTestEpisode,
  startTestRecording,
  testDecision,
  testRecord,
  testStartSec,
} from '../testEpisode';
import { listEpisodes } from './listEpisodes';
import { openEpisode } from './openEpisode';
import { readFrame } from './readFrame';
import { verifyEpisode } from './verifyEpisode';

function fileAt(path: string) {
  return { episodeId: 'e', fileName: path.slice(path.lastIndexOf('/') + 1), path, active: false };
}

it('confirms an episode as it was recorded', async () => {
  await inTemporaryFolder(async (folder) => {
    const path = await recordTestEpisode(folder);
    const verification = await verifyEpisode(fileAt(path));
    expect(verification).toMatchObject({ ok: true, records: 7 });
    expect(verification.text).toContain('All 7 records');
  });
});

it('says which record a single changed byte is in', async () => {
  await inTemporaryFolder(async (folder) => {
    const original = await readFile(await recordTestEpisode(folder));
    const path = join(folder, 'changed.mcap');
    let at = 0;
    for (let record = 0; record < 7; record++) {
      at = original.indexOf(`{"index":${record},`, at);
      const hashAt = original.indexOf('"previousHash"', at);
      const end = original.indexOf('}', hashAt);
      for (const place of [original.indexOf('"json":"', at) + 12, hashAt + 30, end - 10]) {
        const changed = Buffer.from(original);
        changed[place] = (changed[place] ?? 0) ^ 1;
        await writeFile(path, changed);
        const { ok, text } = await verifyEpisode(fileAt(path));
        expect(ok).toBe(false);
        expect(text, `byte ${place} of record ${record}`).toContain(`Record ${record} `);
      }
    }
  });
});

it('finds any single changed byte, anywhere in the file', async () => {
  await inTemporaryFolder(async (folder) => {
    const original = await readFile(await recordTestEpisode(folder));
    const path = join(folder, 'changed.mcap');
    await fc.assert(
      fc.asyncProperty(fc.nat(original.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = Buffer.from(original);
        changed[at] = (changed[at] ?? 0) ^ flip;
        await writeFile(path, changed);
        const { ok } = await verifyEpisode(fileAt(path));
        expect(ok, `byte ${at} ^ ${flip}`).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
}, 60_000);

it('finds a record that was rewritten together with the CRCs of the file', async () => {
  await inTemporaryFolder(async (folder) => {
    const { recording, now } = await startTestRecording(folder);
    for (let i = 0; i < 5; i++) {
      now.sec = testStartSec + i;
      recording.addRecord(testRecord('note', 'renderer', now.sec, { text: `true ${i}` }));
    }
    await recording.end('succeeded');
    // The forger keeps the hashes that were recorded and changes only what the third record says.
    const truth = await readFile(recording.path);
    const lie = Buffer.from(truth);
    lie.write('lie  2', lie.indexOf('true 2'));
    await writeFile(recording.path, withFreshCrcs(lie));
    const verification = await verifyEpisode(fileAt(recording.path));
    expect(verification.text).toBe(
      'Record 2 (note, from renderer) is not what was recorded: its content was changed.',
    );
    await writeFile(recording.path, withFreshCrcs(truth));
    expect((await verifyEpisode(fileAt(recording.path))).ok).toBe(true);
  });
});

/** CRC-32 of chunk and data section, computed anew as a careful forger would. */
function withFreshCrcs(file: Buffer): Buffer {
  const bytes = Buffer.from(file);
  for (const frame of recordFrames(bytes.subarray(8))) {
    const content = 8 + frame.start + 9;
    if (frame.opcode === 0x06) {
      const nameLength = bytes.readUInt32LE(content + 28);
      const records = bytes.subarray(content + 32 + nameLength + 8, 8 + frame.end);
      bytes.writeUInt32LE(crc32(records), content + 24);
    } else if (frame.opcode === 0x0f) {
      bytes.writeUInt32LE(crc32(bytes.subarray(0, 8 + frame.start)), content);
      break;
    }
  }
  return bytes;
}

it('finds an approval of a plan that is not the recorded one', async () => {
  await inTemporaryFolder(async (folder) => {
    const attempt = async (planRecord: string, planHash: string) => {
      const { recording } = await startTestRecording(folder);
      recording.addRecord(testRecord('plan', 'planner', testStartSec, planRecord));
      recording.addRecord(testRecord('approval', 'robot', testStartSec, { planHash }));
      await recording.end('succeeded');
      return verifyEpisode(fileAt(recording.path));
    };
    const plan = '{"version":1}';
    expect((await attempt(plan, sha256(plan))).ok).toBe(true);
    expect((await attempt(JSON.stringify({ planHash: 'x', planText: plan }), sha256(plan))).ok).toBe(true);
    expect((await attempt(plan, sha256(`${plan} `))).text).toMatch(
      /^Record 1 \(approval, from robot\) names the plan/,
    );
    expect((await attempt(plan, 'short')).ok).toBe(false);
  });
});

it('finds a decision picture that is not the one the observation names', async () => {
  await inTemporaryFolder(async (folder) => {
    const { recording } = await startTestRecording(folder);
    const frame = testDecision(testStartSec + 0.123456789);
    recording.addRecord(testRecord('observation', 'renderer', testStartSec, frame.observation));
    recording.addDecisionFrame({ ...frame, rgb: frame.rgb.with(17, 99) });
    await recording.end('succeeded');
    const { ok, text } = await verifyEpisode(fileAt(recording.path));
    expect(ok).toBe(false);
    expect(text).toMatch(/^Record 0 \(observation.*another picture/);
  });
});

it('never crashes on a damaged file: every way to read it answers or rejects in words', async () => {
  await inTemporaryFolder(async (folder) => {
    const original = await readFile(await recordTestEpisode(folder));
    const path = join(folder, 'mutated.mcap');
    const edit = fc.oneof(
      fc.record({
        kind: fc.constant('set' as const),
        at: fc.nat(original.length - 1),
        bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
      }),
      fc.record({
        kind: fc.constant('cut' as const),
        at: fc.nat(original.length - 1),
        bytes: fc.constant(new Uint8Array()),
      }),
      fc.record({
        kind: fc.constant('insert' as const),
        at: fc.nat(original.length - 1),
        bytes: fc.uint8Array({ maxLength: 40 }),
      }),
      // Lengths and offsets live in the index at the end.
      fc.record({
        kind: fc.constant('set' as const),
        at: fc.integer({ min: original.length - 3000, max: original.length - 8 }),
        bytes: fc.constantFrom(
          new Uint8Array(8).fill(255),
          new Uint8Array(8),
          new Uint8Array([255, 255, 255, 127]),
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
        let bytes = Buffer.from(original);
        for (const { kind, at, bytes: given } of edits) {
          const place = Math.min(at, bytes.length);
          if (kind === 'cut') bytes = bytes.subarray(0, place);
          else if (kind === 'insert')
            bytes = Buffer.concat([bytes.subarray(0, place), given, bytes.subarray(place)]);
          else bytes.set(given.subarray(0, bytes.length - place), place);
        }
        await writeFile(path, bytes);
        const file = fileAt(path);
        const [summary] = (await listEpisodes(folder, undefined)).filter(
          ({ fileName }) => fileName === 'mutated.mcap',
        );
        expect(summary).toBeDefined();
        const reads = [
          () => openEpisode(file),
          () => readFrame(file, { timeSec: 2, which: 'live' }),
          () => readFrame(file, { timeSec: 2, which: 'decision' }),
        ];
        for (const read of reads) {
          await read().catch((error: unknown) => expect((error as Error).message.length).toBeGreaterThan(10));
        }
        expect((await verifyEpisode(file)).text.length).toBeGreaterThan(10);
      }),
      { numRuns: 400 },
    );
  });
}, 60_000);
