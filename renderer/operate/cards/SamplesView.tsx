import { useEffect, useState } from 'react';
import type { ProposalKind, Samples } from '../../../shared/contract/proposal';
import { distinctAnswers, spreadOf } from '../../../shared/proposal/samples';
import { useConsole, useLoop } from '../../ui/ConsoleContext';
import { PushButton } from '../../ui/PushButton';
import { answerWords, drawWords, spreadWords } from '../../ui/sampleWords';
import styles from './SamplesView.module.css';

type Choice = Readonly<Partial<Record<ProposalKind, number>>>;

const none: readonly Samples[] = [];
const titles: Readonly<Record<ProposalKind, string>> = { affordance: 'Object', trajectory: 'Path' };

/** All answers that were drawn, how far they lie apart, and the operator's choice among them. */
export function SamplesView() {
  const { loop } = useConsole();
  const samples = useLoop(({ run }) => run?.proposal?.samples ?? none);
  const proposalId = useLoop(({ run }) => run?.proposal?.proposalId);
  const open = useLoop(
    ({ session, run }) =>
      (session.state === 'awaitingApproval' || session.state === 'awaitingAnswer') && !run?.approving,
  );
  const [choice, setChoice] = useState<Choice>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: another proposal, another choice
  useEffect(() => setChoice({}), [proposalId]);
  if (samples.length === 0) return null;
  const changed = samples.some(({ kind, chosen }) => (choice[kind] ?? chosen) !== chosen);
  const usable = samples.every(
    ({ kind, chosen, answers }) => answers[choice[kind] ?? chosen]?.generation.outcome === 'parsed',
  );
  return (
    <section className={styles.samples} data-testid="samples" aria-label="All answers">
      {samples.map((each) => (
        <fieldset key={each.kind} disabled={!open} data-testid={`samples-${each.kind}`}>
          <legend>{titles[each.kind]}</legend>
          <p>{spreadWords(each)}</p>
          <Answers
            samples={each}
            picked={choice[each.kind] ?? each.chosen}
            onPick={(index) => setChoice({ ...choice, [each.kind]: index })}
          />
          <p className={styles.drawn}>{drawWords(each)}</p>
        </fieldset>
      ))}
      {open && (
        <PushButton
          testId="choose-samples"
          disabled={!changed || !usable}
          hint={
            changed && !usable
              ? 'Choose a box and a path'
              : 'Makes these answers the Proposal; the plan that waits is withdrawn'
          }
          onPress={() => void loop.choose(choice)}
        >
          Plan with this choice
        </PushButton>
      )}
    </section>
  );
}

function Answers({
  samples,
  picked,
  onPick,
}: {
  readonly samples: Samples;
  readonly picked: number;
  readonly onPick: (index: number) => void;
}) {
  const { kind } = samples;
  const { toMedoid } = spreadOf(samples);
  return distinctAnswers(samples).map(({ index, count, hasMedoid, generation }) => {
    const alike = count > 1 ? `, ${count} alike` : '';
    return (
      <label key={index} data-testid="sample" data-picked={picked === index}>
        <input
          type="radio"
          name={`sample-${kind}`}
          checked={picked === index}
          disabled={generation.outcome !== 'parsed'}
          onChange={() => onPick(index)}
        />
        <b>{index + 1}</b>
        <span title={generation.reasoning}>
          {hasMedoid && generation.outcome === 'parsed'
            ? 'medoid'
            : answerWords(generation, kind, toMedoid[index] ?? null)}
          {alike}
        </span>
      </label>
    );
  });
}
