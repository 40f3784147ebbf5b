import { useStore } from 'zustand';
import type { Session } from '../../shared/session/sessionMachine';
import { ApprovalCard } from '../operate/cards/ApprovalCard';
import { ExecutionCard } from '../operate/cards/ExecutionCard';
import { FaultNote } from '../operate/FaultNote';
import { StopNote } from '../operate/StopNote';
import { type StateWords, stateWords } from '../operate/stateWords';
import { useConsole, useLoop } from '../ui/ConsoleContext';
import { formatSec } from '../ui/format';
import { PushButton } from '../ui/PushButton';
import { type Status, StatusMark } from '../ui/StatusMark';
import { useTick } from '../ui/useTick';
import type { Means, Phase } from './createDemonstration';
import styles from './DemonstrationColumn.module.css';
import { DoneList } from './DoneList';
import { KeysPanel } from './KeysPanel';
import { SetupForm } from './SetupForm';
import { VerdictForm } from './VerdictForm';

/** States of the session in which a planned motion says more than the demonstration's phase. */
const plannedStates: ReadonlySet<Session['state']> = new Set([
  'planning',
  'awaitingApproval',
  'executing',
  'stopping',
  'stopped',
]);

const phases: Readonly<Record<Phase, readonly [Status, string, string]>> = {
  setup: ['todo', 'Ready', 'Nothing is recorded, nothing moves.'],
  counting: ['busy', 'Get ready', 'Recording begins in a moment.'],
  starting: ['busy', 'Starting', 'The recording is opened and the gate is asked.'],
  recording: ['busy', 'Recording', 'The arm moves by your hand only.'],
  judging: ['needsYou', 'How did it go?', 'The arm rests. Your verdict ends the episode.'],
  saving: ['busy', 'Saving', 'The episode is being closed.'],
};

const guidedWords: StateWords = {
  status: 'warn',
  word: 'Guided by hand',
  text: 'The console sends nothing and expects motion. Keep your hand at the E-stop.',
};

const meansWords: Readonly<Record<Means, string>> = {
  jog: 'When the window loses the focus, or anything falls silent, the arm comes to rest by itself.',
  plans: 'Drag the ghost in the Robot view, then plan the way there. Nothing moves before you approve it.',
  guiding: 'Limits and fences are not held while you guide the arm: the console only watches and records.',
};

interface Props {
  readonly notes: string;
  readonly onNotes: (notes: string) => void;
  readonly onBinding: (binding: boolean) => void;
}

/** A demonstration from its task to its verdict, top to bottom. */
export function DemonstrationColumn({ notes, onNotes, onBinding }: Props) {
  const { demonstration } = useConsole();
  const { phase, problem } = useStore(demonstration.view);
  const session = useLoop((view) => view.session.state);
  const byPlan = session === 'planning' || session === 'awaitingApproval' || session === 'executing';
  return (
    <aside className={styles.column} aria-label="Demonstration">
      <Head />
      <div className={styles.rest}>
        <StopNote />
        <FaultNote />
        {problem !== '' && (
          <p className={styles.problem} role="alert" data-testid="demonstration-problem">
            <StatusMark status="warn" label="Note" />
            {problem}
          </p>
        )}
        {byPlan ? (
          <section className={styles.section}>
            <h2>A planned motion</h2>
            {session === 'planning' && <p className={styles.muted}>The plan is being made.</p>}
            {session === 'awaitingApproval' && <ApprovalCard />}
            {session === 'executing' && <ExecutionCard />}
          </section>
        ) : (
          <>
            {(phase === 'setup' || phase === 'counting' || phase === 'starting') && <SetupForm />}
            {phase === 'recording' && <RecordingCard />}
            {(phase === 'judging' || phase === 'saving') && <VerdictForm notes={notes} onNotes={onNotes} />}
          </>
        )}
        <DoneList />
        <KeysPanel onBinding={onBinding} />
      </div>
    </aside>
  );
}

function Head() {
  const { demonstration, nowSec } = useConsole();
  const { phase, means, countdown, startedAtSec } = useStore(demonstration.view);
  const session = useLoop((view) => view.session);
  const [status, word, text] = phases[phase];
  const guided = phase === 'recording' && means === 'guiding';
  useTick(200, phase === 'recording');
  const told = plannedStates.has(session.state)
    ? stateWords(session)
    : guided
      ? guidedWords
      : { status, word, text };
  return (
    <div
      className={styles.head}
      data-guided={guided}
      data-needs-you={phase === 'judging' || told.status === 'needsYou'}
    >
      <StatusMark status={told.status} size={20} />
      <div className={styles.words} role="status">
        <strong data-testid="demonstration-state" data-state={phase}>
          {told.word}
        </strong>
        <span>{told.text}</span>
      </div>
      {phase === 'counting' && <span className={styles.big}>{countdown}</span>}
      {phase === 'recording' && (
        <span className={styles.time}>{formatSec(Math.max(0, nowSec() - startedAtSec))}</span>
      )}
    </div>
  );
}

function RecordingCard() {
  const { demonstration } = useConsole();
  const { task, markers, means } = useStore(demonstration.view);
  return (
    <section className={styles.section} data-testid="recording-card">
      <h2>{task}</h2>
      <div className={styles.row}>
        <PushButton
          look={means === 'plans' ? 'plain' : 'primary'}
          testId="end-episode"
          hint="The arm comes to rest; then you say how it went"
          onPress={() => void demonstration.endEpisode()}
        >
          End the episode
        </PushButton>
        <PushButton testId="set-marker" onPress={demonstration.marker}>
          {markers === 0 ? 'Set a marker' : `Markers: ${markers}`}
        </PushButton>
      </div>
      <p className={styles.muted}>{meansWords[means]}</p>
    </section>
  );
}
