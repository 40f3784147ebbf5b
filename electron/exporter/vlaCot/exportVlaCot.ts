import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { observationSchema } from '../../../shared/contract/common';
import { questionText } from '../../../shared/proposal/prompts';
import { topics } from '../../episodes/format/topics';
import { decodeCompressedImage } from '../../episodes/ros/readMessages';
import { encodePng } from '../../pictures/encodePicture';
import { type ExportContext, type ExportResult, eachEpisode } from '../exportContext';
import { ExportProblem, goOn } from '../exportProblem';
import { changesPictures, preparationOf, preparePicture } from '../pictures/prepare';
import { type EpisodeSource, withSource } from '../source/openSource';
import { parseJson } from '../source/parseJson';
import { stagedFolder } from '../stagedFolder';
import { type JudgedProposal, type JudgementKind, judgedProposals } from './judgements';

/** Into which file a line goes: what a model may learn to say is kept apart from what it said wrongly. */
const fileOf: Readonly<Record<JudgementKind, string>> = {
  approved: 'approved.jsonl',
  refused: 'refused.jsonl',
  noPlan: 'refused.jsonl',
  malformed: 'refused.jsonl',
  nothingInView: 'unjudged.jsonl',
  unjudged: 'unjudged.jsonl',
};

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
        if (written === 0) throw new ExportProblem('The pictures that the model answered on are not in it.');
      }),
    );
    await writeFile(join(folder, 'README.md'), card);
  });
  const lines = (name: string) => counts.get(name) ?? 0;
  return {
    text: `${lines('approved.jsonl')} answers approved, ${lines('refused.jsonl')} refused or not usable, ${lines('unjudged.jsonl')} without a judgement`,
  };
}

function linesOf(
  { proposal, judgement, reason, operator }: JudgedProposal,
  image: string,
  source: EpisodeSource,
) {
  return proposal.generations.map((generation) => ({
    image,
    conversations: [
      { from: 'human', value: questionText(generation.kind, proposal.instruction) },
      { from: 'gpt', value: generation.text },
    ],
    r1: {
      task: generation.kind,
      judgement: generation.outcome === 'malformed' ? 'malformed' : judgement,
      reason,
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
  '- `approved.jsonl`: the motion that followed from the answer was approved. To train on.',
  '- `refused.jsonl`: refused by the operator (`r1.reason`), impossible to plan, or malformed. Not to train on as',
  '  it is; with an approved answer on the same picture it makes a preference pair.',
  '- `unjudged.jsonl`: nobody said yes or no.',
  '',
].join('\n');
