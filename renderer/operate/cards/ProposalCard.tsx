import type { ProposalKind } from '../../../shared/contract/proposal';
import { useLoop } from '../../ui/ConsoleContext';
import styles from './card.module.css';
import { GenerationView } from './GenerationView';

const kinds: readonly ProposalKind[] = ['affordance', 'trajectory'];

/** The model's reasoning as it comes, and what it answers. */
export function ProposalCard() {
  const begun = useLoop(
    ({ run }) => run !== null && (run.proposal !== null || Object.keys(run.streams).length > 0),
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
      {kinds.map((kind) => (
        <GenerationView key={kind} kind={kind} />
      ))}
    </div>
  );
}
