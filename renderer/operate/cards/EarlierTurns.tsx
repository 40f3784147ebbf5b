import type { Proposal } from '../../../shared/contract/proposal';
import { questionOf } from '../../loop/proposeStage';
import { useLoop } from '../../ui/ConsoleContext';
import styles from './EarlierTurns.module.css';

/** The dialogue about this picture so far: what the model answered, and what the operator said to it. */
export function EarlierTurns() {
  const earlier = useLoop(({ run }) => run?.earlier ?? none);
  const said = useLoop(({ run }) => run?.said ?? '');
  if (earlier.length === 0) return null;
  return (
    <ol className={styles.turns} data-testid="earlier-turns">
      {earlier.map((proposal, index) => (
        <li key={proposal.proposalId}>
          <p>
            <b>Model</b>
            <span>{questionOf(proposal) ?? 'Proposed a box and a path.'}</span>
          </p>
          <p>
            <b>You</b>
            <span>{earlier[index + 1]?.instruction ?? said}</span>
          </p>
        </li>
      ))}
    </ol>
  );
}

const none: readonly Proposal[] = [];
