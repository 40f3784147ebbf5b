import { useId, useState } from 'react';
import { maxInstructionLength } from '../../loop/instructionCheck';
import { useConsole } from '../../ui/ConsoleContext';
import { PushButton } from '../../ui/PushButton';
import styles from './QuestionForm.module.css';

/** What the model asks back, and the operator's answer in words; pointing at it in the decision frame answers too. */
export function QuestionForm({ question }: { readonly question: string }) {
  const { loop } = useConsole();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const problemId = useId();

  function send(): void {
    const refused = loop.say(typed);
    setProblem(refused);
    if (refused === null) setTyped('');
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <p className={styles.question} data-testid="model-question">
        {question}
      </p>
      <div className={styles.row}>
        <input
          data-testid="answer-input"
          aria-label="Your answer"
          aria-invalid={problem !== null}
          aria-describedby={problemId}
          placeholder="For instance: the left one"
          maxLength={maxInstructionLength}
          // The question needs an answer now, and no key but Space moves or stops anything.
          // biome-ignore lint/a11y/noAutofocus: the form appears because the operator is asked
          autoFocus
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setProblem(null);
          }}
        />
        <PushButton look="primary" testId="answer-send" onPress={send}>
          Answer
        </PushButton>
      </div>
      <p className={styles.note}>Or click on it in the decision frame. Nothing moves meanwhile.</p>
      <p id={problemId} className={styles.problem} role="alert">
        {problem}
      </p>
    </form>
  );
}
