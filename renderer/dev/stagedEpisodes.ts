import { connect, serve } from '../../shared/contract/channel';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import {
  type EpisodeDetail,
  type EpisodeSummary,
  jpegPictures,
  type Outcome,
  type RecordKind,
  recorderContract,
} from '../../shared/contract/recorderContract';
import { fr3 } from '../../shared/robot/fr3';
import type { ClientName, Clients } from '../loop/clients';
import { segmentSpans } from '../plan/planClock';
import { samplePlan } from '../plan/samplePlan';
import type { StagedPicture } from './pictureOfScene';
import { stagedView } from './stagedViews';

const outcomes: readonly Outcome[] = [
  'succeeded',
  'succeeded',
  'notThere',
  'unverified',
  'refused',
  'nothingInView',
  'planFailed',
  'failed',
  'stopped',
  'interrupted',
];

/** A recorder that knows a few episodes. */
export function stagedEpisodes(picture: StagedPicture, now: number): Clients {
  const [left, right] = memoryPortPair();
  const summaries = outcomes.map((outcome, i) => summary(outcome, i, now));
  const detail = episode(summaries[0]!, picture, now);
  serve<typeof recorderContract>(
    right,
    recorderContract,
    {
      getStatus: () => ({
        state: 'idle',
        folder: '',
        episodeId: null,
        bytes: 0,
        freeBytes: null,
        fault: null,
        pictures: jpegPictures,
      }),
      startEpisode: () => ({ episodeId: 'x', path: '' }),
      endEpisode: () => summaries[0]!,
      recordDurably: () => ({ index: 0, hash: '' }),
      listEpisodes: () => ({ folder: '/home/ada/R1 Console/episodes', episodes: summaries }),
      openEpisode: ({ episodeId }) => ({
        ...detail,
        summary: summaries.find((each) => each.episodeId === episodeId) ?? detail.summary,
      }),
      readFrame: ({ timeSec }) => ({ timeSec, format: 'jpeg', data: new Uint8Array(picture.jpeg) }),
      verifyEpisode: () => ({
        ok: true,
        records: detail.records.length,
        text: `All ${detail.records.length} records are what was written.`,
      }),
      record: () => undefined,
      jointState: () => undefined,
      robotModel: () => undefined,
      choosePictures: () => undefined,
    },
    () => undefined,
  );
  const recorder = connect(left, recorderContract, () => undefined);
  return ((name: ClientName) => (name === 'recorder' ? recorder : undefined)) as Clients;
}

function summary(outcome: Outcome, i: number, now: number): EpisodeSummary {
  return {
    episodeId: `episode-${i}`,
    fileName: `episode-${i}.mcap`,
    path: `/home/ada/R1 Console/episodes/episode-${i}.mcap`,
    startedAtSec: now - 1800 * (i + 1),
    durationSec: 24.6 - i,
    bytes: 6_120_000 + 412_000 * i,
    instruction:
      i % 3 === 1
        ? 'pick up the green can'
        : i === 5
          ? 'put the elephant on the yellow plate next to the orange ball'
          : 'put the red cube in the blue bowl',
    robot: 'fr3 (simulator)',
    model: 'R1 Tabletop 0.1.0',
    outcome,
    problem:
      outcome === 'interrupted' ? 'The recording was cut off; it was repaired when it was opened.' : null,
    origin: null,
    tally: null,
  };
}

function episode(of: EpisodeSummary, picture: StagedPicture, now: number): EpisodeDetail {
  const { run } = stagedView('succeeded', picture, now);
  const plan = run?.plan?.plan;
  const start = of.startedAtSec;
  const motionAt = 6.4;
  const times = Array.from({ length: 800 }, (_, i) => (i / 799) * of.durationSec);
  const spans = plan ? segmentSpans(plan) : [];
  const rows = times.map((time) => {
    const positions = plan ? samplePlan(plan, spans, time - motionAt - 0.06).positions : fr3.home;
    return positions.map((value, joint) => value + 0.004 * Math.sin(time * 3 + joint));
  });
  const event = (type: string, index: number, phase: string, planTimeSec: number) => ({
    executionId: 'e',
    planHash: run?.plan?.planHash,
    type,
    stampSec: start + motionAt + planTimeSec,
    segmentIndex: index,
    segmentCount: 10,
    phase,
    planTimeSec,
    text: '',
  });
  const links: [RecordKind, number, unknown][] = [
    ['instruction', 0.1, { text: of.instruction }],
    ['observation', 0.4, run?.frame?.observation],
    ['proposal', 2.2, run?.proposal],
    ['plan', 2.7, plan],
    ['approval', 6.2, run?.approval],
    ...spans.map(({ segment, startSec }, i): [RecordKind, number, unknown] => [
      'execution',
      motionAt + startSec,
      event('segmentStarted', i, segment.phase, startSec),
    ]),
    ['execution', motionAt + 13.9, event('succeeded', 9, 'home', 13.9)],
    ['verification', 23.1, { outcome: 'there', text: run?.verification?.text, distance: 0.008, box: null }],
  ];
  return {
    summary: of,
    records: links.map(([kind, at, value], index) => ({
      kind,
      source: kind === 'execution' || kind === 'approval' ? 'robot' : 'renderer',
      stampSec: start + at,
      json: JSON.stringify(value),
      index,
      hash: index.toString(16).padStart(64, '0'),
    })),
    joints: {
      names: [...fr3.armJointNames],
      timeSec: times,
      positions: fr3.armJointNames.map((_, joint) => rows.map((row) => row[joint] ?? 0)),
    },
    desired: null,
    cameras: [],
    notShown: [],
  };
}
