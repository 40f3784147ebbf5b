import type { Generation, Proposal, ProposalKind, Samples } from '../contract/proposal';
import { boxIou } from '../geometry/boxIou';
import { discreteFrechet } from '../geometry/discreteFrechet';

type Outcome = Generation['outcome'];

/** Answers that mean the same kind of thing; one that cannot be read has no say while another can. */
const bySafety: readonly Outcome[] = ['asks', 'nothingThere', 'parsed', 'malformed'];

/** Coordinates of paths are told on the scale of VLA-R1's figures, 0..1000. */
const pathScale = 1000;

/**
 * How alike two answers of one kind are: IoU of the boxes (more is more alike), or the discrete Frechet distance of
 * the paths on the 0..1000 scale (less is). Null where one of them has neither.
 */
export function likeness(kind: ProposalKind, a: Generation, b: Generation): number | null {
  if (kind === 'affordance') return a.box && b.box ? boxIou(a.box, b.box) : null;
  return a.waypoints && b.waypoints ? pathScale * discreteFrechet(a.waypoints, b.waypoints) : null;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Index of the first of `of` with the largest `worth`. */
function best(of: readonly number[], worth: (index: number) => number): number {
  return of.reduce((found, index) => (worth(index) > worth(found) ? index : found), of[0] ?? 0);
}

/**
 * Index of the answer to go by. Usable answers, refusals ("nothing there") and questions are three camps, and the
 * largest decides; where two are as large, the one that moves less (a question, then a refusal). Of usable ones it is
 * the medoid: the box with the greatest mean IoU with the others, the path with the least mean discrete Frechet
 * distance; of questions the one asked most often. Unreadable answers count only when there is nothing else.
 *
 * @param answers at least one, of one kind.
 */
export function medoidOf(kind: ProposalKind, answers: readonly Generation[]): number {
  const of = (outcome: Outcome) => [...answers.keys()].filter((index) => answers[index]?.outcome === outcome);
  const readable = bySafety.filter((outcome) => outcome !== 'malformed').map(of);
  const largest = readable.reduce((found, camp) => (camp.length > found.length ? camp : found), []);
  const camp = largest.length > 0 ? largest : of('malformed');
  const first = answers[camp[0] ?? 0];
  switch (first?.outcome) {
    case 'parsed':
      return best(camp, (index) => {
        const others = camp.filter((other) => other !== index);
        const alike = others.map((other) => likeness(kind, answers[index]!, answers[other]!) ?? 0);
        if (alike.length === 0) return 0;
        return kind === 'affordance' ? mean(alike) : -mean(alike);
      });
    case 'asks':
      return best(
        camp,
        (index) => camp.filter((other) => answers[other]?.question === answers[index]?.question).length,
      );
    default:
      return camp[0] ?? 0;
  }
}

/** How far several answers lie apart. */
export interface Spread {
  /** How many answers are of each outcome. */
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Each answer's likeness to the medoid; null for the medoid itself and where there is nothing to compare. */
  readonly toMedoid: readonly (number | null)[];
  /** Mean of those that are told; null where none is. */
  readonly mean: number | null;
}

export function spreadOf({ kind, answers, medoid }: Samples): Spread {
  const middle = answers[medoid]?.generation;
  const toMedoid = answers.map(({ generation }, index) =>
    middle && index !== medoid ? likeness(kind, middle, generation) : null,
  );
  const told = toMedoid.filter((value) => value !== null);
  const count = (outcome: Outcome) =>
    answers.filter(({ generation }) => generation.outcome === outcome).length;
  return {
    outcomes: {
      parsed: count('parsed'),
      asks: count('asks'),
      nothingThere: count('nothingThere'),
      malformed: count('malformed'),
    },
    toMedoid,
    mean: told.length > 0 ? mean(told) : null,
  };
}

/** Answers that come to exactly the same. */
export interface AlikeAnswers {
  /** The one that stands for them: the chosen one or the medoid where it is among them, else the first. */
  readonly index: number;
  readonly count: number;
  /** Whether the medoid is among them. */
  readonly hasMedoid: boolean;
  readonly generation: Generation;
}

/** The answers without repetition, in the order in which they were first given. */
export function distinctAnswers({ answers, medoid, chosen }: Samples): readonly AlikeAnswers[] {
  const found = new Map<string, number[]>();
  for (const [index, { generation }] of answers.entries()) {
    const { outcome, box, waypoints, question } = generation;
    const meaning = JSON.stringify([outcome, box, waypoints, question]);
    found.set(meaning, [...(found.get(meaning) ?? []), index]);
  }
  return [...found.values()].map((alike) => {
    const index = [chosen, medoid].find((each) => alike.includes(each)) ?? alike[0]!;
    return {
      index,
      count: alike.length,
      hasMedoid: alike.includes(medoid),
      generation: answers[index]!.generation,
    };
  });
}

/**
 * The Proposal that the operator's choice of other answers makes: a new one, by its own id, with the same answers to
 * choose from. `choice` names an answer for each kind; a kind that is not in it stays as it is.
 */
export function withChosen(
  proposal: Proposal,
  choice: Readonly<Partial<Record<ProposalKind, number>>>,
  proposalId: string,
): Proposal {
  const samples = (proposal.samples ?? []).map((each) => {
    const wanted = choice[each.kind];
    return wanted === undefined || wanted >= each.answers.length ? each : { ...each, chosen: wanted };
  });
  const generations = proposal.generations.map((generation) => {
    const own = samples.find(({ kind }) => kind === generation.kind);
    return own?.answers[own.chosen]?.generation ?? generation;
  });
  return { ...proposal, proposalId, generations, samples, chosenFrom: proposal.proposalId };
}
