import type { Proposal, ProposalKind } from '../../shared/contract/proposal';
import { Pane } from '../stage/Pane';
import { spreadWords } from '../ui/sampleWords';
import styles from './ReplayReasoning.module.css';
import { type EpisodeNouns, latestAt } from './readEpisode';

/** Which of several answers it is, and how far they lie apart. */
function SpreadNote({ proposal, kind }: { readonly proposal: Proposal; readonly kind: ProposalKind }) {
  const samples = proposal.samples?.find((each) => each.kind === kind);
  if (!samples) return null;
  return (
    <small data-testid="replay-spread">
      {`Answer ${samples.chosen + 1}, ${samples.chosen === samples.medoid ? 'the medoid' : 'chosen by the operator'}. ${spreadWords(samples)}`}
    </small>
  );
}

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
              <SpreadNote proposal={proposal} kind={kind} />
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
