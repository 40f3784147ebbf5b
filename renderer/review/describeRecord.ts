import { z } from 'zod';
import { type JogCommand, jogRecordSchema } from '../../shared/contract/jog';
import { phaseSchema } from '../../shared/contract/plan';
import type { EpisodeDetail } from '../../shared/contract/recorderContract';
import { phaseWords } from '../plan/phaseWords';
import { formatSec } from '../ui/format';
import { parseJson } from './readEpisode';

/** The few fields that a line of the list may need, of whatever noun. */
const fieldsSchema = z
  .object({
    text: z.string(),
    happened: z.string(),
    cameraName: z.string(),
    operator: z.string(),
    type: z.string(),
    phase: z.string(),
    outcome: z.string(),
    durationSec: z.number(),
    generations: z.array(z.object({ kind: z.string(), outcome: z.string() })),
    failures: z.array(z.object({ text: z.string() })),
    // Of an import it is no word, but what the data set says of the recording.
    source: z.string().optional().catch(undefined),
    dataset: z.string(),
    episodeIndex: z.number(),
    // In other nouns the model is the one that answered.
    model: z
      .object({ name: z.string(), armJointNames: z.array(z.string()) })
      .optional()
      .catch(undefined),
  })
  .partial();

/** One line for one record. */
export function describeRecord({ kind, json }: EpisodeDetail['records'][number]): string {
  const fields = fieldsSchema.safeParse(parseJson(json));
  if (!fields.success) return 'cannot be read';
  const { data } = fields;
  switch (kind) {
    case 'observation':
      return data.cameraName ?? '';
    case 'proposal':
      return (data.generations ?? []).map((each) => `${each.kind} ${each.outcome}`).join(', ');
    case 'plan':
      return data.durationSec === undefined ? '' : `${formatSec(data.durationSec)} of motion`;
    case 'planFailure':
      return data.text ?? (data.failures ?? []).map(({ text }) => text).join(' ');
    case 'approval':
      return `by ${data.operator ?? 'nobody'}`;
    case 'execution':
      return executionWords(data.type, data.phase, data.text);
    case 'verification':
      return [data.outcome, data.text].filter(Boolean).join(': ');
    case 'stop':
      return [data.source, data.text].filter(Boolean).join(': ');
    case 'fault':
      return data.happened ?? data.text ?? '';
    case 'refusal':
      return [data.operator, data.text].filter(Boolean).join(': ');
    case 'robotModel':
      return data.model ? `${data.model.name}, ${data.model.armJointNames.length} joints` : '';
    case 'fences':
      return `set by ${data.operator ?? 'nobody'}`;
    case 'jog':
      return jogWords(json);
    case 'imported':
      return data.episodeIndex === undefined ? '' : `episode ${data.episodeIndex} of ${data.dataset ?? ''}`;
    case 'instruction':
    case 'note':
      return data.text ?? '';
  }
}

function jogWords(json: string): string {
  const jog = jogRecordSchema.safeParse(parseJson(json)).data;
  switch (jog?.type) {
    case 'approved':
      return `jogging approved by ${jog.approval.operator}, up to ${jog.approval.tipSpeed.toFixed(2)} m/s`;
    case 'goal':
      return jog.command === null ? 'let go: comes to rest' : `held: ${commandWords(jog.command)}`;
    case 'gripper':
      return `gripper to ${(jog.width * 1000).toFixed(0)} mm`;
    case 'guidingStarted':
      return `guided by hand by ${jog.guiding.operator}: nothing is sent`;
    case 'ended':
    case 'guidingEnded':
      return `ended. ${jog.text}`;
    case undefined:
      return 'cannot be read';
  }
}

function commandWords(command: JogCommand): string {
  const names = command.space === 'joints' ? null : ['x', 'y', 'z', 'about x', 'about y', 'about z'];
  const shares = command.space === 'joints' ? command.velocities : [...command.linear, ...command.angular];
  const moved = shares.flatMap((share, i) =>
    share === 0 ? [] : [`${names?.[i] ?? `joint ${i + 1}`} ${share > 0 ? '+' : '\u2212'}`],
  );
  return `${moved.join(', ')}${command.space === 'tool' ? ' (tool)' : ''}`;
}

const typeWords: Readonly<Record<string, string>> = {
  started: 'motion begins',
  segmentStarted: 'begins',
  segmentDone: 'done',
  progress: 'under way',
  succeeded: 'motion done',
  failed: 'motion failed',
  stopped: 'motion stopped',
};

/** Events whose own text only repeats type and phase. */
const terse: ReadonlySet<string> = new Set(['segmentStarted', 'segmentDone', 'progress']);

function executionWords(type = '', phase = '', text = ''): string {
  const known = phaseSchema.safeParse(phase);
  const what = [known.success ? phaseWords[known.data] : phase, typeWords[type] ?? type]
    .filter(Boolean)
    .join(': ');
  return text && !terse.has(type) ? `${what}. ${text}` : what;
}
