import { readFileSync } from 'node:fs';
import { type MessagePort, workerData } from 'node:worker_threads';
import { createFrameHub } from '../../electron/camera/frameHub';
import { portOf } from '../../electron/robot/testing/nodePorts';
import { cameraContract } from '../../shared/contract/cameraContract';
import { connect, serve } from '../../shared/contract/channel';
import { recorderContract } from '../../shared/contract/recorderContract';
import { camera, frameHz, jointHz, joints, streams } from './load';

/**
 * The camera and the robot of the load, in a thread of their own: gives what is due by the clock until the
 * seconds are over, then says what was given.
 */
const { cameraPort, robotPort, report, jpegs, seconds } = workerData as {
  readonly cameraPort: MessagePort;
  readonly robotPort: MessagePort;
  readonly report: MessagePort;
  readonly jpegs: readonly Uint8Array<ArrayBuffer>[];
  readonly seconds: number;
};

const hub = createFrameHub();
const refused = () => Promise.reject(new Error('not asked for'));
const server = serve(
  portOf(cameraPort),
  cameraContract,
  {
    getStatus: refused,
    freeze: refused,
    selectCamera: refused,
    getDecisionFrame: refused,
    readyForFrame: ({ frames }: { readonly frames?: number | undefined }) => subscription.ready(frames),
  },
  () => undefined,
);
const subscription = hub.subscribe((frame) => server.emit('frame', frame));
const robot = connect(portOf(robotPort), recorderContract, () => undefined);

const started = performance.now();
const given = { frames: 0, joints: 0, records: 0 };
const timer = setInterval(() => {
  const now = performance.now() - started;
  const over = now >= seconds * 1000;
  const due = (hz: number) => Math.min(Math.floor((now / 1000) * hz), seconds * hz);
  for (; given.joints < due(jointHz); given.joints++) robot.notify('jointState', joints(Date.now() / 1000));
  for (; given.frames < due(frameHz * streams.length); given.frames++) {
    const stream = streams[given.frames % streams.length];
    const jpeg = jpegs[given.frames % jpegs.length]!;
    const frame = { seq: given.frames, stampSec: Date.now() / 1000, camera, jpeg };
    hub.publish(stream === undefined ? frame : { ...frame, stream });
  }
  for (; given.records < due(10); given.records++) {
    robot.notify('record', {
      kind: 'execution',
      source: 'robot',
      stampSec: Date.now() / 1000,
      json: JSON.stringify({ type: 'progress', n: given.records }),
    });
  }
  if (!over) return;
  clearInterval(timer);
  // What is under way arrives before this word, on its own way each.
  setTimeout(() => report.postMessage({ ...given, cpuSec: threadCpuSec() }), 500);
}, 2);

/** Processor time of this thread alone; 0 where the system does not say. */
function threadCpuSec(): number {
  try {
    const fields = readFileSync('/proc/thread-self/stat', 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}
