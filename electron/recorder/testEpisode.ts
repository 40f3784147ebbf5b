import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EncodedFrame } from '../../shared/contract/cameraContract';
import type { Observation } from '../../shared/contract/common';
import type { EpisodeRecord, Outcome, RecordedFrame } from '../../shared/contract/recorderContract';
import type { JointState } from '../../shared/contract/simulatorContract';
import { sha256 } from '../episodes/format/hashChain';
import type { Lane } from '../episodes/format/topics';
import { type OpenNew, openNew } from './episode/appendFile';
import { type DecisionFrame, startRecording } from './episode/recording';
import { createRobotClock } from './episode/robotClock';

/** A short episode with one of everything, on a clock of its own; for tests. */
export const testStartSec = 1_763_712_000;
export const testPlanText = JSON.stringify({ version: 1, purpose: 'task', robot: 'fr3', segments: [] });

export const testCamera: Observation['camera'] = {
  width: 16,
  height: 12,
  fx: 15,
  fy: 15,
  cx: 7.5,
  cy: 5.5,
  poseInBase: { position: [0.5, 0.1, 0.8], orientation: [1, 0, 0, 0] },
};

const jointNames = ['fr3_joint1', 'fr3_joint2', 'fr3_finger_joint1'];

export function testJoints(stampSec: number): JointState {
  const phase = stampSec - testStartSec;
  const values = (scale: number) => jointNames.map((_, i) => scale * Math.sin(phase + i));
  return {
    stampSec,
    names: jointNames,
    positions: values(1),
    velocities: values(0.5),
    efforts: values(2),
  };
}

export function testFrame(seq: number, stampSec: number, bytes = 300): EncodedFrame {
  const jpeg = Uint8Array.from({ length: bytes }, (_, i) => (i * seq + 31) % 256);
  jpeg.set([0xff, 0xd8, 0xff]);
  return { seq, stampSec, camera: testCamera, jpeg };
}

export function testDecision(stampSec: number): DecisionFrame {
  const { width, height } = testCamera;
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 5) % 256);
  const depth = Float32Array.from({ length: width * height }, (_, i) => (i % 7 === 0 ? 0 : 0.6 + i / 1000));
  return {
    observation: {
      observationId: 'obs-1',
      stampSec,
      camera: testCamera,
      cameraName: 'test camera',
      imageHash: sha256(rgb),
      hasDepth: true,
    },
    rgb,
    depth,
  };
}

export function testRecord(
  kind: EpisodeRecord['kind'],
  source: EpisodeRecord['source'],
  stampSec: number,
  content: unknown,
): EpisodeRecord {
  return { kind, source, stampSec, json: typeof content === 'string' ? content : JSON.stringify(content) };
}

/** The records of a task that goes well, one each half second. */
export function testRecords(): EpisodeRecord[] {
  const at = (i: number) => testStartSec + 0.25 + i * 0.5;
  return [
    testRecord('instruction', 'renderer', at(0), { text: 'Setze den roten Würfel in die "blaue" Schale\n' }),
    testRecord('observation', 'renderer', at(1), testDecision(at(1)).observation),
    testRecord('proposal', 'inference', at(2), { proposalId: 'p1', generations: [] }),
    testRecord('plan', 'planner', at(3), testPlanText),
    testRecord('approval', 'robot', at(4), { approvalId: 'a1', planHash: sha256(testPlanText) }),
    testRecord('execution', 'robot', at(5), { executionId: 'e1', type: 'succeeded' }),
    testRecord('verification', 'renderer', at(6), { outcome: 'there' }),
  ];
}

export interface TestEpisodeOptions {
  readonly name?: string;
  readonly openNew?: OpenNew;
  readonly onFailure?: (error: unknown) => void;
  readonly startSec?: number;
  /** None unless said: then what was recorded stands in the file letter by letter. */
  readonly compressed?: readonly Lane[];
}

/** A recording whose clock is `now.sec`. */
export async function startTestRecording(folder: string, options: TestEpisodeOptions = {}) {
  const startSec = options.startSec ?? testStartSec;
  const now = { sec: startSec };
  const recording = await startRecording({
    folder,
    name: options.name ?? '2025-11-21T08-00-00Z-test',
    start: {
      instruction: 'put the red cube in the blue bowl',
      robot: 'fr3 (simulator)',
      model: 'r1-tiny 1',
      appVersion: '0.0.0',
      startedAtUtc: new Date(startSec * 1000).toISOString(),
      origin: null,
    },
    library: 'R1 Console test',
    clock: createRobotClock(() => now.sec),
    compressed: options.compressed ?? [],
    openNew: options.openNew ?? openNew,
    onFailure: options.onFailure ?? (() => undefined),
  });
  return { recording, now };
}
export type TestRecording = Awaited<ReturnType<typeof startTestRecording>>;

/** Fills 4 s: joints at 50 Hz, frames at 10 Hz, the records above, a flush each 0.4 s. */
export async function fillTestRecording({ recording, now }: TestRecording): Promise<void> {
  const records = testRecords();
  for (let tick = 0; tick < 200; tick++) {
    const stampSec = testStartSec + tick * 0.02;
    now.sec = stampSec;
    recording.addJointState(testJoints(stampSec));
    if (tick % 5 === 0) recording.addLiveFrame(testFrame(tick / 5 + 1, stampSec));
    while (records[0] && records[0].stampSec <= stampSec) {
      const record = records.shift();
      if (!record) break;
      recording.addRecord(record);
      if (record.kind === 'observation') recording.addDecisionFrame(testDecision(record.stampSec));
    }
    if (tick % 20 === 0) await recording.durable();
    if (tick % 20 === 0) recording.flush();
  }
}

export async function recordTestEpisode(
  folder: string,
  outcome: Outcome = 'succeeded',
  options: TestEpisodeOptions = {},
): Promise<string> {
  const test = await startTestRecording(folder, options);
  await fillTestRecording(test);
  await test.recording.end(outcome);
  return test.recording.path;
}

/** The bytes of a picture that was recorded by itself. */
export function bytesOf(frame: RecordedFrame | null): Uint8Array<ArrayBuffer> {
  if (!frame || !('data' in frame)) throw new Error('There is no single picture.');
  return new Uint8Array(frame.data);
}

export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'r1-recorder-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
