import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compressedLanes, streamTopics, topics } from '../../electron/episodes/format/topics';
import { encodeCompressedImage, encodeJointState } from '../../electron/episodes/ros/rosMessages';
import { nanoseconds } from '../../electron/episodes/ros/rosTime';
import { openNew } from '../../electron/recorder/episode/appendFile';
import { startRecording } from '../../electron/recorder/episode/recording';
import { createRobotClock } from '../../electron/recorder/episode/robotClock';
import { flushIntervalMs } from '../../electron/recorder/recorderService';
import { frameHz, jointHz, joints, pictures, streams } from './load';
import { median } from './statistics';

const startSec = 1_763_712_000;

interface Work {
  readonly name: string;
  readonly seconds: number;
  readonly withPictures: boolean;
}
const works: readonly Work[] = [
  { name: 'two cameras and joints', seconds: 20, withPictures: true },
  { name: 'joints alone', seconds: 600, withPictures: false },
];

/** Records so many seconds of the load as fast as it goes; gives the file and how long it took. */
export async function recordFast(
  folder: string,
  jpegs: readonly Uint8Array<ArrayBuffer>[],
  { seconds, withPictures }: Omit<Work, 'name'>,
): Promise<{ readonly path: string; readonly tookSec: number }> {
  const now = { sec: startSec };
  const states = Array.from({ length: seconds * jointHz }, (_, i) => joints(startSec + i / jointHz));
  const started = performance.now();
  const recording = await startRecording({
    folder,
    name: 'bench',
    start: {
      instruction: 'bench',
      robot: 'r',
      model: 'm',
      appVersion: '0',
      startedAtUtc: new Date(startSec * 1000).toISOString(),
      origin: null,
    },
    library: 'bench',
    clock: createRobotClock(() => now.sec),
    openNew,
    compressed: compressedLanes,
    onFailure: (error) => {
      throw error;
    },
  });
  const flushing = setInterval(recording.flush, flushIntervalMs);
  for (const [i, state] of states.entries()) {
    now.sec = state.stampSec;
    recording.addJointState(state);
    if (withPictures) {
      const from = Math.floor((i * frameHz) / jointHz);
      const to = Math.floor(((i + 1) * frameHz) / jointHz);
      for (let k = from; k < to; k++) {
        for (const [n, stream] of streams.entries()) {
          const jpeg = jpegs[(k + n) % jpegs.length]!;
          const frame = { seq: k, stampSec: now.sec, camera: null, jpeg };
          recording.addLiveFrame(stream === undefined ? frame : { ...frame, stream });
        }
      }
    }
    // The process takes no more pictures while the disk has much waiting.
    while (recording.congested()) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  clearInterval(flushing);
  await recording.end('unverified');
  return { path: recording.path, tookSec: (performance.now() - started) / 1000 };
}

/** Seconds that the recorder's own code takes, round by round; and the bytes of the file. */
async function ours(folder: string, jpegs: readonly Uint8Array<ArrayBuffer>[], work: Work, rounds: number) {
  const times: number[] = [];
  let bytes = 0;
  for (let i = 0; i < rounds; i++) {
    const { path, tookSec } = await recordFast(folder, jpegs, work);
    times.push(tookSec);
    bytes = statSync(path).size;
    rmSync(path);
  }
  return { times, bytes };
}

/** The same messages for write_mcap.py, which is spared the encoding of them. */
function writePlan(
  folder: string,
  jpegs: readonly Uint8Array<ArrayBuffer>[],
  { seconds, withPictures }: Work,
): void {
  const blocks: Uint8Array[] = [];
  const payloads: [number, number][] = [];
  const messages: [number, number, string][] = [];
  let position = 0;
  const payload = (bytes: Uint8Array): number => {
    blocks.push(bytes);
    payloads.push([position, position + bytes.byteLength]);
    position += bytes.byteLength;
    return payloads.length - 1;
  };
  const images = jpegs.map((jpeg) => payload(encodeCompressedImage(startSec, 'camera', 'jpeg', jpeg)));
  const described = [topics.jointStates, ...streams.map((stream) => streamTopics(stream).image)];
  for (let i = 0; i < seconds * jointHz; i++) {
    const sec = startSec + i / jointHz;
    const stamp = String(nanoseconds(sec));
    messages.push([0, payload(encodeJointState(joints(sec))), stamp]);
    if (!withPictures) continue;
    const from = Math.floor((i * frameHz) / jointHz);
    const to = Math.floor(((i + 1) * frameHz) / jointHz);
    for (let k = from; k < to; k++) {
      for (const n of streams.keys()) messages.push([n + 1, images[(k + n) % images.length]!, stamp]);
    }
  }
  writeFileSync(join(folder, 'payloads.bin'), Buffer.concat(blocks));
  const plan = {
    topics: described.map(({ topic, schemaName, schemaText }) => ({
      topic,
      schema: schemaName,
      text: schemaText,
    })),
    payloads,
    messages,
  };
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan));
}

/** A Python with the `mcap` package: what R1_MCAP_PYTHON names, the checks' environment, or the system's. */
export function mcapPython(): string | undefined {
  const candidates = [process.env.R1_MCAP_PYTHON, resolve('.cache/checks/bin/python'), 'python3'];
  return candidates.find((python) => {
    if (!python || (python.includes('/') && !existsSync(python))) return false;
    try {
      execFileSync(python, ['-c', 'import mcap.writer'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

interface PeerTimes {
  readonly none: readonly number[];
  readonly zstd: readonly number[];
  readonly noneBytes: number;
  readonly zstdBytes: number;
}

export async function benchThroughput(rounds: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'r1-write-'));
  const jpegs = await pictures(8);
  const python = mcapPython();
  const lines = [
    '| writing, to the disk itself | R1 Console | Python mcap, uncompressed | Python mcap, zstd (its default) |',
    '| --- | --- | --- | --- |',
  ];
  try {
    for (const work of works) {
      const peerFolder = join(folder, 'peer');
      mkdirSync(peerFolder, { recursive: true });
      await ours(folder, jpegs, { ...work, seconds: work.seconds / 10 }, 1);
      const mine = await ours(folder, jpegs, work, rounds);
      let peer: PeerTimes | undefined;
      if (python) {
        writePlan(peerFolder, jpegs, work);
        const script = join(import.meta.dirname, 'write_mcap.py');
        const out = join(folder, 'peer.mcap');
        peer = JSON.parse(
          execFileSync(python, [script, peerFolder, out, String(rounds)], { encoding: 'utf8' }),
        ) as PeerTimes;
      }
      const messages = work.seconds * (jointHz + (work.withPictures ? frameHz * streams.length : 0));
      const cell = (times: readonly number[] | undefined, bytes = 0) =>
        times
          ? `${Math.round(bytes / 1e6 / median(times))} MB/s, ${Math.round(messages / median(times) / 1000)}k messages/s`
          : 'no Python mcap here';
      lines.push(
        `| ${work.name} | ${cell(mine.times, mine.bytes)} | ${cell(peer?.none, peer?.noneBytes)} | ${cell(peer?.zstd, peer?.noneBytes)} |`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (!python) {
    lines.push(
      '',
      'For the comparison: python3 -m venv .cache/checks && .cache/checks/bin/pip install -r resources/recipe/checks/requirements-rosbag.txt (or name a Python that has mcap in R1_MCAP_PYTHON).',
    );
  }
  return lines.join('\n');
}
