import { connect } from '../../../shared/contract/channel';
import { memoryPortPair } from '../../../shared/contract/memoryPort';
import { recorderContract } from '../../../shared/contract/recorderContract';
import { compressedLanes } from '../../episodes/format/topics';
import { openNew } from '../episode/appendFile';
import { spaceLimits } from '../episode/diskSpace';
import { createRecorderService, flushIntervalMs } from '../recorderService';
import { testFrame, testJoints, testRecord } from '../testEpisode';
import { serveTestCamera } from '../testRecorder';

/**
 * The child of the kill test: records in real time, as the process does, until it is killed. Says on
 * standard output what it was given ("joints <stamp>", "frame <stamp>") and what was confirmed
 * ("durable <index> <hash>").
 */
const folder = process.argv[2];
if (!folder) throw new Error('Usage: killedRecorder <folder>');

const service = createRecorderService({
  folder,
  appVersion: '0.0.0',
  wallMs: Date.now,
  openNew,
  compressed: compressedLanes,
  space: { ...spaceLimits, startBytes: 0, stopBytes: 0 },
  graceMs: 0,
  nowMs: () => performance.now(),
  wantLiveVideo: () => undefined,
  onBadMessage: ({ problem }) => process.stderr.write(`${problem}\n`),
  log: () => undefined,
});
setInterval(service.flush, flushIntervalMs);
const [mine, theirs] = memoryPortPair();
service.addClient(theirs);
const client = connect(mine, recorderContract, ({ problem }) => process.stderr.write(`${problem}\n`));
await client.request('startEpisode', { instruction: 'until killed', robot: 'fr3', model: 'tiny' });

const say = (text: string) => process.stdout.write(`${text}\n`);
setInterval(() => {
  const stampSec = Date.now() / 1000;
  client.notify('jointState', testJoints(stampSec));
  say(`joints ${stampSec}`);
}, 10);
const [cameraEnd, recorderEnd] = memoryPortPair();
const camera = serveTestCamera(cameraEnd, new Map());
service.attachCamera(recorderEnd);
let seq = 0;
setInterval(() => {
  const frame = testFrame(seq++, Date.now() / 1000, 20_000);
  if (camera.offer(frame)) say(`frame ${frame.stampSec}`);
}, 33);
setInterval(() => {
  const record = testRecord('execution', 'robot', Date.now() / 1000, { type: 'progress' });
  void client.request('recordDurably', record).then(({ index, hash }) => say(`durable ${index} ${hash}`));
}, 900);
