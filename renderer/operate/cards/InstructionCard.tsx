import { useId, useState } from 'react';
import { maxSamples } from '../../../shared/contract/proposal';
import { maxInstructionLength } from '../../loop/instructionCheck';
import { cameraKey, givesNoDepth } from '../../services/withoutDepth';
import { useConsole, useLoop, useSettings, useTelemetry } from '../../ui/ConsoleContext';
import { PushButton } from '../../ui/PushButton';
import styles from './InstructionCard.module.css';
import { missingForTask } from './missingForTask';
import { StatedForm } from './StatedForm';

/** Typed characters are counted for the operator once they come near the limit. */
const countFrom = 0.8 * maxInstructionLength;

/** Why nothing was sent, and what was missing then: once that is there, it is said no longer. */
interface Refusal {
  readonly text: string;
  readonly missing: string;
}

/** Where the operator says what to do. Enter sends, Shift+Enter breaks the line. */
export function InstructionCard() {
  const { loop } = useConsole();
  const idle = useLoop(({ session }) => session.state === 'idle');
  const last = useLoop(({ run }) => (run?.purpose === 'task' ? run.instruction : null));
  const unseen = useUnseen();
  const sizesMissing = useSizesMissing();
  const missing = useTelemetry(missingForTask) || (unseen && sizesMissing ? 'sizes not stated' : '');
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const problem = refusal?.missing === missing ? refusal.text : null;
  const problemId = useId();
  const length = typed.trim().length;
  const tooLong = length > maxInstructionLength;

  function send(instruction: string): void {
    const refused = missing === '' ? loop.startTask(instruction) : `Nothing was sent. Not ready: ${missing}.`;
    setRefusal(refused === null ? null : { text: refused, missing });
    if (refused === null) setTyped('');
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        send(typed);
      }}
    >
      <textarea
        data-testid="instruction-input"
        aria-label="Instruction"
        aria-invalid={problem !== null || tooLong}
        aria-describedby={problemId}
        placeholder="For instance: put the red cube in the blue bowl"
        rows={2}
        readOnly={!idle}
        value={idle ? typed : (last ?? '')}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setRefusal(null);
        }}
        onKeyDown={(event) => {
          if (!idle || event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          send(typed);
        }}
      />
      {idle && unseen && <StatedForm />}
      <div className={styles.row} hidden={!idle}>
        <span className={styles.count} data-too-long={tooLong}>
          {missing !== '' && problem === null && `Not ready: ${missing}`}
          {missing === '' &&
            length > countFrom &&
            `${length} of ${maxInstructionLength} characters${tooLong ? ': too long' : ''}`}
        </span>
        <SamplesField />
        {last && (
          <PushButton
            testId="instruction-retry"
            disabled={missing !== ''}
            onPress={() => send(last)}
            hint={`Once more: ${last}`}
          >
            Try again
          </PushButton>
        )}
        <PushButton
          look="primary"
          testId="instruction-send"
          disabled={missing !== ''}
          hint={missing === '' ? 'Freezes a picture and asks the model' : `Not ready: ${missing}`}
          onPress={() => send(typed)}
        >
          Propose
        </PushButton>
      </div>
      <p id={problemId} className={styles.problem} role="alert" data-testid="instruction-problem">
        {problem}
      </p>
    </form>
  );
}

/** Whether the camera gives no depth: its profile says so, or the last picture had none. */
function useUnseen(): boolean {
  const byProfile = useTelemetry(givesNoDepth);
  const camera = useTelemetry(({ camera }) => camera?.cameraName);
  const last = useLoop(({ run }) => run?.frame?.observation);
  return byProfile || (last !== undefined && last.cameraName === camera && !last.hasDepth);
}

function useSizesMissing(): boolean {
  const key = useTelemetry(cameraKey);
  return useSettings(({ settings }) => settings.stated[key] === undefined);
}

/** How often each question is asked. */
function SamplesField() {
  const { settings } = useConsole();
  const samples = useSettings(({ settings }) => settings.samples);
  return (
    <select
      className={styles.samples}
      data-testid="samples-select"
      aria-label="Answers to each question"
      title="Answers to each question: with more than one they are drawn, the one nearest to all others comes first"
      value={samples}
      onChange={(event) => settings.change({ samples: Number(event.currentTarget.value) })}
    >
      {Array.from({ length: maxSamples }, (_, index) => index + 1).map((count) => (
        <option key={count} value={count}>
          {count === 1 ? '1 answer' : `${count} answers`}
        </option>
      ))}
    </select>
  );
}
