import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EpisodeRecord, Outcome } from '../../../shared/contract/recorderContract';
import { sampleTrajectory } from '../../../shared/motion/sampleTrajectory';
import {
  endToMetadata,
  episodeMetadataName,
  outcomeMetadataName,
  startToMetadata,
} from '../../episodes/format/episodeMetadata';
import { chainRule, createHashChain, sha256 } from '../../episodes/format/hashChain';
import { lanes, streamTopics, type Topic, topics } from '../../episodes/format/topics';
import { createMcapEncoder } from '../../episodes/mcap/mcapEncoder';
import { encodeCompressedImage, encodeJointState, encodeString } from '../../episodes/ros/rosMessages';
import { nanoseconds } from '../../episodes/ros/rosTime';
import { encodeJpeg, encodePng } from '../../pictures/encodePicture';
import type { Pixels } from '../../pictures/pixels';

/** Whole episodes as files, with pictures that can be told apart and a motion whose commands are known. */
export const startSec = 1_795_000_000;
export const jointNames = ['fr3_joint1', 'fr3_joint2'];
const fingers = ['fr3_finger_joint1', 'fr3_finger_joint2'];
const zeros = [0, 0];

/** Two joints from 0 to 1 and -0.5 rad in 2 s, from rest to rest. */
export const testPoints = [
  { timeFromStart: 0, positions: [0, 0], velocities: zeros, accelerations: zeros },
  { timeFromStart: 2, positions: [1, -0.5], velocities: zeros, accelerations: zeros },
];
/** When the trajectory and then the gripper were sent (s of the episode), and when all was over. */
export const sentSec = { trajectory: 1, gripper: 3.2, end: 3.7 };
/** The real joints are where they were told to be this long before. */
export const lagSec = 0.02;

export const testPlanText = JSON.stringify({
  version: 1,
  purpose: 'task',
  createdAtSec: startSec,
  robot: 'fr3',
  limitsHash: 'a'.repeat(64),
  fencesHash: 'a'.repeat(64),
  epoch: 'epoch',
  instruction: 'put it there',
  proposalId: 'p1',
  speedScale: 0.5,
  startPositions: [0, 0],
  startTolerance: 0.02,
  durationSec: 2.7,
  segments: [
    {
      type: 'trajectory',
      phase: 'approach',
      jointNames,
      points: testPoints,
      pathTolerance: 0.1,
      goalTolerance: 0.01,
      goalTimeToleranceSec: 1,
    },
    { type: 'gripper', phase: 'grasp', width: 0.02, force: 30, timeoutSec: 2 },
  ],
  checks: [],
});

export function commandedAt(timeSec: number): readonly number[] {
  return sampleTrajectory(testPoints, timeSec - sentSec.trajectory).positions;
}

export function widthAt(timeSec: number): number {
  return timeSec < sentSec.gripper ? 0.08 : 0.02;
}

export interface TestEpisode {
  readonly name: string;
  readonly instruction?: string;
  readonly outcome?: Outcome;
  readonly cameras?: readonly string[];
  readonly size?: { readonly width: number; readonly height: number };
  /** Instead of an approved and executed plan. */
  readonly refusedBecause?: string;
  /** Before the plan that is approved, there was another one, and the operator said this. */
  readonly correctedBy?: string;
  readonly durationSec?: number;
  /** More joints that do not move (rad). */
  readonly otherJoints?: Readonly<Record<string, number>>;
  /** Put in place of the camera's pictures. */
  readonly picture?: Uint8Array;
}

/** A picture of one colour that says its number: grey rises with it. */
export function testPicture(number: number, size = { width: 64, height: 48 }): Promise<Uint8Array> {
  return encodeJpeg(testPixels(number, size), 95);
}

function testPixels(number: number, { width, height } = { width: 64, height: 48 }): Pixels {
  const value = 20 + ((number * 3) % 200);
  const rgba = new Uint8Array(width * height * 4);
  for (let at = 0; at < rgba.length; at += 4) rgba.set([value, value, 40, 255], at);
  return { width, height, rgba };
}

function cameraTopic(name: string): Topic {
  return { ...streamTopics().image, topic: `/camera/${name}/image_raw/compressed` };
}

/** Writes an episode as the recorder does: joints at 100 Hz, pictures at 10 Hz. Gives its path. */
export async function writeTestEpisode(folder: string, episode: TestEpisode): Promise<string> {
  const { name, cameras = ['color'], durationSec = 4.5, refusedBecause } = episode;
  const instruction = episode.instruction ?? 'put it there';
  const resting = Object.entries(episode.otherJoints ?? {}).filter(([joint]) => !jointNames.includes(joint));
  const chunks: Uint8Array[] = [];
  const encoder = createMcapEncoder({ profile: 'ros2', library: 'test' }, lanes);
  const chain = createHashChain(name);
  chunks.push(encoder.start());
  chunks.push(
    encoder.metadata(
      episodeMetadataName,
      startToMetadata(
        {
          episodeId: name,
          instruction,
          robot: 'fr3 (simulator)',
          model: 'r1 1',
          appVersion: '0',
          startedAtSec: startSec,
          startedAtUtc: new Date(startSec * 1000).toISOString(),
          origin: null,
          recorder: null,
        },
        chainRule,
      ),
    ),
  );
  const channels = new Map<string, number>();
  const add = (topic: Topic, timeSec: number, data: Uint8Array) => {
    const channel = channels.get(topic.topic) ?? encoder.addChannel(topic);
    channels.set(topic.topic, channel);
    const time = nanoseconds(startSec + timeSec);
    encoder.addMessage(topic.lane, channel, time, time, data);
  };
  const record = (timeSec: number, kind: EpisodeRecord['kind'], json: string) =>
    add(
      topics.records,
      timeSec,
      encodeString(JSON.stringify(chain.add({ kind, source: 'robot', stampSec: startSec + timeSec, json }))),
    );
  const event = (type: string, at: number, segmentIndex: number) =>
    JSON.stringify({
      executionId: 'e',
      planHash: sha256(testPlanText),
      type,
      stampSec: startSec + at,
      segmentIndex,
      segmentCount: 2,
      phase: 'approach',
      planTimeSec: at - sentSec.trajectory,
      text: '',
    });

  record(0, 'instruction', JSON.stringify({ text: instruction }));
  record(0.1, 'observation', JSON.stringify(testObservation));
  if (episode.correctedBy !== undefined) {
    const first = testProposal(instruction, 'p0');
    const plan = testPlanText.replace('"p1"', '"p0"');
    record(0.15, 'proposal', JSON.stringify(first));
    record(0.16, 'plan', plan);
    record(
      0.18,
      'instruction',
      JSON.stringify({ text: episode.correctedBy, turn: 2, corrects: sha256(plan) }),
    );
    const earlier = [
      { said: instruction, answers: first.generations.map(({ kind, text }) => ({ kind, text })) },
    ];
    record(0.2, 'proposal', JSON.stringify({ ...testProposal(episode.correctedBy), earlier }));
  } else {
    record(0.2, 'proposal', JSON.stringify(testProposal(instruction)));
  }
  record(0.5, 'plan', testPlanText);
  if (refusedBecause === undefined) {
    const approval = { approvalId: 'a', planHash: sha256(testPlanText), epoch: 'epoch', operator: 'Ada' };
    record(
      0.9,
      'approval',
      JSON.stringify({ ...approval, approvedAtSec: startSec, expiresAtSec: startSec + 5 }),
    );
    record(sentSec.trajectory, 'execution', event('segmentStarted', sentSec.trajectory, 0));
    record(sentSec.gripper, 'execution', event('segmentStarted', sentSec.gripper, 1));
    record(sentSec.end, 'execution', event('succeeded', sentSec.end, 1));
  } else {
    record(
      0.9,
      'refusal',
      JSON.stringify({ planHash: sha256(testPlanText), operator: 'Ada', text: refusedBecause }),
    );
  }
  const decision = encodePng(testPixels(0, episode.size));
  add(topics.decisionImage, 0.1, encodeCompressedImage(testObservation.stampSec, 'camera', 'png', decision));
  for (let i = 0; i <= durationSec * 100; i++) {
    const time = i / 100;
    const width = widthAt(time - lagSec);
    const positions = refusedBecause === undefined ? commandedAt(time - lagSec) : zeros;
    const fill = [0, 0, 0, 0, ...resting.map(() => 0)];
    add(
      topics.jointStates,
      time,
      encodeJointState({
        stampSec: startSec + time,
        names: [...jointNames, ...fingers, ...resting.map(([joint]) => joint)],
        positions: [...positions, width / 2, width / 2, ...resting.map(([, position]) => position)],
        velocities: fill,
        efforts: fill,
      }),
    );
    if (i % 10 !== 0) continue;
    const bytes = episode.picture ?? (await testPicture(i / 10, episode.size));
    for (const camera of cameras) {
      add(cameraTopic(camera), time, encodeCompressedImage(startSec + time, 'camera', 'jpeg', bytes));
    }
  }
  for (const lane of lanes) chunks.push(...encoder.closeChunk(lane));
  const end = {
    outcome: episode.outcome ?? 'succeeded',
    durationSec,
    records: chain.length(),
    chainHead: chain.head(),
    problem: null,
    tally: null,
  };
  chunks.push(encoder.metadata(outcomeMetadataName, endToMetadata(end)), encoder.end());
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.mcap`);
  await writeFile(path, Buffer.concat(chunks));
  return path;
}

export const testObservation = {
  observationId: 'obs-1',
  stampSec: startSec + 0.1,
  camera: {
    width: 64,
    height: 48,
    fx: 60,
    fy: 60,
    cx: 31.5,
    cy: 23.5,
    poseInBase: { position: [0, 0, 1], orientation: [0, 0, 0, 1] },
  },
  cameraName: 'camera',
  imageHash: 'b'.repeat(64),
  hasDepth: false,
};

export function testProposal(instruction: string, proposalId = 'p1') {
  return {
    proposalId,
    observationId: 'obs-1',
    instruction,
    model: { packId: 'r1', name: 'r1', version: '1', packHash: 'c'.repeat(64), provider: 'cpu' },
    generations: [
      {
        kind: 'affordance',
        text: `<think>It is there (${proposalId}).</think> so, the answer is <output>{"x": 0.5, "y": 0.5, "width": 0.1, "height": 0.1}</output>`,
        reasoning: 'It is there.',
        outcome: 'parsed',
        promptTokens: 1,
        tokens: 1,
        firstTokenMs: 1,
        totalMs: 1,
        meanLogProb: -0.1,
      },
    ],
  };
}

export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'r1-export-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
