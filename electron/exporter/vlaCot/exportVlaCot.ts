import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { observationSchema } from '../../../shared/contract/common';
import type { Proposal, ProposalKind } from '../../../shared/contract/proposal';
import { chatTurns, questionText } from '../../../shared/proposal/prompts';
import { topics } from '../../episodes/format/topics';
import { decodeCompressedImage } from '../../episodes/ros/readMessages';
import { encodePng } from '../../pictures/encodePicture';
import { type ExportContext, type ExportResult, eachEpisode } from '../exportContext';
import { ExportProblem, goOn } from '../exportProblem';
import { changesPictures, preparationOf, preparePicture } from '../pictures/prepare';
import { type EpisodeSource, withSource } from '../source/openSource';
import { parseJson } from '../source/parseJson';
import { stagedFolder } from '../stagedFolder';
import {
  type JudgedProposal,
  type JudgementKind,
  judgedProposals,
  type Preference,
  preferences,
} from './judgements';

/** Into which file a line goes: what a model may learn to say is kept apart from what it said wrongly. */
const fileOf: Readonly<Record<JudgementKind, string>> = {
  approved: 'approved.jsonl',
  edited: 'approved.jsonl',
  corrected: 'refused.jsonl',
  refused: 'refused.jsonl',
  noPlan: 'refused.jsonl',
  malformed: 'refused.jsonl',
  nothingInView: 'unjudged.jsonl',
  unjudged: 'unjudged.jsonl',
};

/** Pairs of answers to the same question, for training by preference. */
const preferencesName = 'preferences.jsonl';

/** The camera whose pictures the decision frames are. */
const decisionCamera = 'camera_color';

/** VLA-CoT JSON lines: each question and answer with its picture, and what the operator made of it. */
export async function exportVlaCot(context: ExportContext): Promise<ExportResult> {
  const { order } = context;
  if (order.crop.length > 0) {
    throw new ExportProblem(
      'These pictures cannot be cut: the answers give places in fractions of the whole picture. Hide regions instead.',
    );
  }
  if (order.dropCameras.includes(decisionCamera)) {
    throw new ExportProblem(`Nothing is left without ${decisionCamera}: the answers are about its pictures.`);
  }
  const counts = new Map<string, number>();
  await stagedFolder({ path: context.path, extend: false }, async (folder) => {
    await mkdir(join(folder, 'images'));
    await eachEpisode(context, (file, progress) =>
      withSource(file, async (source) => {
        const judged = judgedProposals(source.records);
        if (judged.length === 0) throw new ExportProblem('The model was not asked in it.');
        const pictures = await writeDecisionPictures(source, folder, context);
        let written = 0;
        for (const [place, each] of judged.entries()) {
          goOn(context.signal);
          const image = pictures.get(each.proposal.observationId);
          if (!image) continue;
          const name = fileOf[each.judgement];
          const lines = linesOf(each, image, source);
          await appendFile(join(folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
          counts.set(name, (counts.get(name) ?? 0) + lines.length);
          written += lines.length;
          progress((place + 1) / judged.length);
        }
        for (const preference of preferences(judged)) {
          const image = pictures.get(preference.chosen.proposal.observationId);
          const lines = image ? pairsOf(preference, image, source) : [];
          await appendFile(
            join(folder, preferencesName),
            lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
          );
          counts.set(preferencesName, (counts.get(preferencesName) ?? 0) + lines.length);
        }
        if (written === 0) throw new ExportProblem('The pictures that the model answered on are not in it.');
      }),
    );
    await writeFile(join(folder, 'README.md'), card);
  });
  const lines = (name: string) => counts.get(name) ?? 0;
  return {
    text: `${lines('approved.jsonl')} answers approved, ${lines('refused.jsonl')} refused or not usable, ${lines('unjudged.jsonl')} without a judgement, ${lines(preferencesName)} preference pairs`,
  };
}

function linesOf(
  { proposal, judgement, reason, operator, edits }: JudgedProposal,
  image: string,
  source: EpisodeSource,
) {
  return proposal.generations.map((generation) => ({
    image,
    conversations: [...questionOf(generation.kind, proposal), { from: 'gpt', value: generation.text }],
    r1: {
      task: generation.kind,
      judgement: generation.outcome === 'malformed' ? 'malformed' : judgement,
      reason,
      edits,
      operator,
      episode: source.start.episodeId,
      outcome: source.end?.outcome ?? 'interrupted',
      model: `${proposal.model.packId} ${proposal.model.version}`,
      model_hash: proposal.model.packHash,
      proposal: proposal.proposalId,
      mean_log_prob: generation.meanLogProb,
    },
  }));
}

/** The question with the dialogue before it, as VLA-R1's data writes them: the picture stands in the first turn. */
function questionOf(
  kind: ProposalKind,
  { instruction, earlier }: Proposal,
): { from: string; value: string }[] {
  const answered = earlier.map(({ said, answers }) => ({
    said,
    answer: answers.find((each) => each.kind === kind)?.text ?? '',
  }));
  const [, ...later] = chatTurns({ kind, instruction, earlier: answered }, 'literal');
  return [
    { from: 'human', value: questionText(kind, earlier[0]?.said ?? instruction) },
    ...later.map(({ role, text }) => ({ from: role === 'user' ? 'human' : 'gpt', value: text })),
  ];
}

/** For each of the model's two questions: the task, the answer that was approved, and the one that was not meant. */
function pairsOf({ chosen, rejected }: Preference, image: string, source: EpisodeSource) {
  return rejected.proposal.generations.flatMap((not) => {
    const better = chosen.proposal.generations.find(({ kind }) => kind === not.kind);
    if (better?.outcome !== 'parsed' || better.text === not.text) return [];
    const task = rejected.proposal.earlier[0]?.said ?? rejected.proposal.instruction;
    return [
      {
        image,
        prompt: [{ from: 'human', value: questionText(not.kind, task) }],
        chosen: { from: 'gpt', value: better.text },
        rejected: { from: 'gpt', value: not.text },
        r1: {
          task: not.kind,
          reason: rejected.reason,
          operator: chosen.operator,
          episode: source.start.episodeId,
          outcome: source.end?.outcome ?? 'interrupted',
          chosen_proposal: chosen.proposal.proposalId,
          rejected_proposal: rejected.proposal.proposalId,
        },
      },
    ];
  });
}

/** Writes the frozen pictures; gives the path of each, relative to the folder, by its observation's id. */
async function writeDecisionPictures(
  source: EpisodeSource,
  folder: string,
  { order }: ExportContext,
): Promise<ReadonlyMap<string, string>> {
  const preparation = preparationOf(order, decisionCamera);
  const observations = source.records.flatMap(({ kind, json }) => {
    const found = kind === 'observation' ? observationSchema.safeParse(parseJson(json)).data : undefined;
    return found ? [found] : [];
  });
  const paths = new Map<string, string>();
  for await (const message of source.reader.readMessages({ topics: [topics.decisionImage.topic] })) {
    const { header, data, format } = decodeCompressedImage(message.data);
    const stampSec = header.stamp.sec + header.stamp.nanosec / 1e9;
    const observation = observations.find((each) => Math.abs(each.stampSec - stampSec) < 1e-5);
    if (!observation || paths.has(observation.observationId)) continue;
    const changed = changesPictures(preparation);
    const bytes = changed ? encodePng(await preparePicture(data, preparation, false)) : data;
    const suffix = changed || format === 'png' ? 'png' : 'jpg';
    const name = `images/${safeName(source.episodeId)}-${paths.size}.${suffix}`;
    await writeFile(join(folder, name), bytes);
    paths.set(observation.observationId, name);
  }
  return paths;
}

/** Episode ids come from file names, which may hold anything. */
const safeName = (text: string) => text.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^\.+/, '');

const card = [
  '# VLA-CoT lines',
  '',
  'Handed on by R1 Console. One JSON object a line: `image` (path in this folder), `conversations` (human, gpt)',
  'as VLA-R1 is trained on, and `r1`: what the operator made of the answer.',
  '',
  '- `approved.jsonl`: the motion that followed from the answer was approved, as proposed (`r1.judgement` approved)',
  '  or after the operator had put something right (edited, with `r1.edits`). To train on. After a correction the',
  '  dialogue before the answer is part of `conversations`.',
  '- `refused.jsonl`: refused by the operator or corrected (`r1.reason`), impossible to plan, or malformed. Not to',
  '  train on as it is.',
  '- `preferences.jsonl`: `prompt`, `chosen`, `rejected`: the answer that was approved in the end, and the one to the',
  '  same question on the same picture that the operator put right. For DPO and the like.',
  '- `unjudged.jsonl`: nobody said yes or no.',
  '',
].join('\n');
