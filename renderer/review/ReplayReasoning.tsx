import { Pane } from '../stage/Pane';
import styles from './ReplayReasoning.module.css';
import { type EpisodeNouns, latestAt } from './readEpisode';

/** What the model said, and whether it came out right. */
export function ReplayReasoning({
  nouns,
  timeSec,
}: {
  readonly nouns: EpisodeNouns;
  readonly timeSec: number;
}) {
  const proposal = latestAt(nouns.proposals, timeSec)?.value;
  const verification = nouns.verification?.value;
  return (
    <Pane
      title="Reasoning"
      note={proposal && <span>{`${proposal.model.name} ${proposal.model.version}`}</span>}
    >
      <div className={styles.text} data-testid="replay-reasoning">
        {proposal ? (
          proposal.generations.map(({ kind, reasoning, problem }) => (
            <p key={kind}>
              <b>{kind === 'affordance' ? 'Object' : 'Path'}</b>
              {reasoning}
              {problem && <em>{problem}</em>}
            </p>
          ))
        ) : (
          <p>The model was not asked in this episode.</p>
        )}
        {verification && (
          <p>
            <b>Verification</b>
            {verification.text}
          </p>
        )}
      </div>
    </Pane>
  );
}
