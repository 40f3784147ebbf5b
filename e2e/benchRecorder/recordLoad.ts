import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { McapIndexedReader } from '@mcap/core';
import { compressedLanes, streamTopics, topics } from '../../electron/episodes/format/topics';
import { decompressHandlers } from '../../electron/episodes/mcap/decompress';
import { withFile } from '../../electron/episodes/mcap/fileReadable';
import { zstdReady } from '../../electron/episodes/mcap/zstd';
import { openNew } from '../../electron/recorder/episode/appendFile';
import { spaceLimits } from '../../electron/recorder/episode/diskSpace';
import { createRecorderService, flushIntervalMs } from '../../electron/recorder/recorderService';
import { portOf } from '../../electron/robot/testing/nodePorts';
import { connect } from '../../shared/contract/channel';
import { recorderContract } from '../../shared/contract/recorderContract';
import { pictures, streams } from './load';

/**
 * A recorder process under the load, for so many seconds: `recordLoad SECONDS`. Prints what it did as JSON.
 * The camera and the robot are in a thread beside it, on real message channels.
 */
const seconds = Number(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'r1-record-'));

const bad: string[] = [];
const service = createRecorderService({
  folder,
  appVersion: '0.0.0',
  wallMs: Date.now,
  openNew,
  compressed: compressedLanes,
  space: spaceLimits,
  graceMs: 100,
  nowMs: () => performance.now(),
  wantLiveVideo: () => undefined,
  onBadMessage: ({ problem }) => bad.push(problem),
  log: (line) => bad.push(line),
});
setInterval(service.flush, flushIntervalMs).unref();
setInterval(() => void service.watch(), 1000).unref();

const [cameraWay, robotWay, reportWay, consoleWay] = Array.from({ length: 4 }, () => new MessageChannel());
service.addClient(portOf(consoleWay!.port1));
service.addClient(portOf(robotWay!.port1));
service.attachCamera(portOf(cameraWay!.port1));
const client = connect(portOf(consoleWay!.port2), recorderContract, () => undefined);
const { path } = await client.request('startEpisode', { instruction: 'load', robot: 'r', model: 'm' });

const jpegs = await pictures(8);
const memory: [number, number][] = [];
const started = performance.now();
const sampler = setInterval(() => {
  memory.push([(performance.now() - started) / 1000, process.memoryUsage().rss / 1e6]);
}, 500);
const cpuBefore = process.cpuUsage();
const transferList = [cameraWay!.port2, robotWay!.port2, reportWay!.port2];
const here = JSON.stringify(import.meta.url);
const feeder = new Worker(`import('tsx/esm/api').then(({ tsImport }) => tsImport('./feeder.ts', ${here}))`, {
  eval: true,
  workerData: {
    cameraPort: cameraWay!.port2,
    robotPort: robotWay!.port2,
    report: reportWay!.port2,
    jpegs,
    seconds,
  },
  transferList,
});
feeder.on('error', (error) => {
  throw error;
});
const given = await new Promise<{ frames: number; joints: number; records: number; cpuSec: number }>((done) =>
  reportWay!.port1.once('message', done),
);
clearInterval(sampler);
const { user, system } = process.cpuUsage(cpuBefore);
const elapsedSec = (performance.now() - started) / 1000;
await client.request('endEpisode', { outcome: 'unverified' }, { timeoutMs: 60_000 });
const { ok, text } = await client.request(
  'verifyEpisode',
  { episodeId: path.split('/').at(-1)!.replace('.mcap', '') },
  { timeoutMs: 600_000 },
);

const found = await withFile(path, async (readable) => {
  await zstdReady();
  const reader = await McapIndexedReader.Initialize({ readable, decompressHandlers });
  const count = (topic: string) => {
    const channel = [...reader.channelsById.values()].find((each) => each.topic === topic);
    return Number(reader.statistics?.channelMessageCounts.get(channel?.id ?? -1) ?? 0n);
  };
  const images = streams.map((stream) => count(streamTopics(stream).image.topic));
  return {
    bytes: readable.bytes,
    frames: images.reduce((sum, n) => sum + n, 0),
    joints: count(topics.jointStates.topic),
    records: count(topics.records.topic),
  };
});
rmSync(folder, { recursive: true, force: true });
process.stdout.write(
  `${JSON.stringify({ seconds, elapsedSec, given, found, ok, text, bad, memory, cpuSec: (user + system) / 1e6 })}\n`,
);
process.exit(0);
