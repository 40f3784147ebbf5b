import type { ProposalKind } from '../../../shared/contract/proposal';
import { questionOf } from '../../loop/proposeStage';
import { useLoop } from '../../ui/ConsoleContext';
import styles from './card.module.css';
import { EarlierTurns } from './EarlierTurns';
import { GenerationView } from './GenerationView';
import { QuestionForm } from './QuestionForm';
import { SamplesView } from './SamplesView';

const kinds: readonly ProposalKind[] = ['affordance', 'trajectory'];

/** The model's reasoning as it comes, and what it answers. */
export function ProposalCard() {
  const begun = useLoop(
    ({ run }) => run !== null && (run.proposal !== null || Object.keys(run.streams).length > 0),
  );
  const question = useLoop(({ session, run }) =>
    session.state === 'awaitingAnswer' && run?.proposal ? questionOf(run.proposal) : undefined,
  );
  const proposing = useLoop(({ session }) => session.state === 'proposing');
  if (!begun) {
    return (
      <p className={styles.empty} data-testid="reasoning-text">
        {proposing
          ? 'The model is looking at the picture.'
          : "The model's reasoning appears here while it comes."}
      </p>
    );
  }
  return (
    <div data-testid="reasoning-text">
      <EarlierTurns />
      {kinds.map((kind) => (
        <GenerationView key={kind} kind={kind} />
      ))}
      <SamplesView />
      {question !== undefined && <QuestionForm question={question} />}
    </div>
  );
}
