import { createHash } from 'node:crypto';
import type { Proposal, ProposalKind, Samples, Turn } from '../../shared/contract/proposal';
import { controlWordIn, type Question } from '../../shared/proposal/prompts';
import { medoidOf } from '../../shared/proposal/samples';
import type { Askable, SeenPicture } from './askable';
import { type DoubtLimit, generationOf } from './generationOf';
import type { GeneratedToken } from './model/generate';
import type { RgbPicture } from './preprocess/preprocessImage';
import type { DecisionFrame, ProposeParams } from './question';
import type { SeenPictures } from './seenPictures';

export interface ProposeTools {
  readonly model: Askable;
  readonly seen: SeenPictures<SeenPicture>;
  readonly getDecisionFrame: (observationId: string) => Promise<DecisionFrame>;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  readonly onToken: (kind: ProposalKind, sample: number, token: GeneratedToken) => void;
}

/** The frame's picture, if its bytes are those that the Observation names. */
function pictureOf({ observation, rgb }: DecisionFrame): RgbPicture {
  const { width, height } = observation.camera;
  if (rgb.byteLength !== width * height * 3) {
    throw new Error(
      `The decision frame has ${rgb.byteLength} bytes and not those of ${width} x ${height} pixels.`,
    );
  }
  if (createHash('sha256').update(rgb).digest('hex') !== observation.imageHash) {
    throw new Error('The decision frame is not the picture that its observation names.');
  }
  return { width, height, rgb };
}

/** Calibrated for questions without earlier turns, and for these only. */
function doubtLimit(kind: ProposalKind, earlier: readonly Turn[], { doubt }: Askable): DoubtLimit {
  return doubt && earlier.length === 0
    ? { threshold: doubt.thresholds[kind], withheld: doubt.withheld }
    : undefined;
}

/** A kind's own part of the dialogue. A turn in which this kind was not answered did not happen for it. */
function questionOf(kind: ProposalKind, instruction: string, earlier: readonly Turn[]): Question {
  const answered = earlier.flatMap(({ said, answers }) => {
    const own = answers.find((answer) => answer.kind === kind);
    return own ? [{ said, answer: own.text }] : [];
  });
  return { kind, instruction, earlier: answered };
}

/**
 * Asks the model each question about one Observation, in order, as often as it is wanted. The only source of boxes and waypoints
 * is the text that the model generates. Throws with words when the picture cannot be had, the
 * instruction cannot be asked, or the model fails; a malformed answer is part of the Proposal.
 */
export async function propose(params: ProposeParams, tools: ProposeTools): Promise<Proposal> {
  const { model, seen, nowMs, signal, onToken } = tools;
  const { proposalId, observationId, instruction, earlier, kinds, samples } = params;
  const controlWord = controlWordIn([...earlier.map(({ said }) => said), instruction].join('\n'));
  if (controlWord !== undefined) {
    throw new Error(
      `The instruction contains ${controlWord}, which the model reads as a control word; leave it out.`,
    );
  }
  const frame = await tools.getDecisionFrame(observationId);
  const picture = pictureOf(frame);

  async function answers(kind: ProposalKind): Promise<Samples['answers']> {
    const format = { kind, boxConvention: model.boxConvention };
    const limit = doubtLimit(kind, earlier, model);
    let startedMs = nowMs();
    const seenPicture = await seen.see(frame.observation.imageHash, picture);
    const asked = await seenPicture.ask(questionOf(kind, instruction, earlier));
    const given: Samples['answers'] = [];
    for (let sample = 0; sample < samples; sample++) {
      const answer = await asked.answer({
        signal,
        onToken: (token) => onToken(kind, sample, token),
        now: nowMs,
        sample: samples > 1 ? sample : undefined,
      });
      const times = { startedMs, endedMs: nowMs(), timeoutSec: model.timeoutSec };
      given.push({ seed: answer.seed, generation: generationOf(answer, format, times, limit) });
      startedMs = nowMs();
    }
    return given;
  }

  const asked: Samples[] = [];
  for (const kind of kinds) {
    const given = await answers(kind);
    const medoid = medoidOf(
      kind,
      given.map(({ generation }) => generation),
    );
    asked.push({ kind, draw: model.draw, answers: given, medoid, chosen: medoid });
  }
  return {
    proposalId,
    observationId,
    instruction,
    earlier,
    model: model.identity,
    generations: asked.flatMap(({ answers, medoid }) => answers[medoid]?.generation ?? []),
    ...(samples > 1 && { samples: asked }),
  };
}
