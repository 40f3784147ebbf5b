import { useId, useState } from 'react';
import type { Stated } from '../../../shared/contract/stated';
import { cameraKey } from '../../services/withoutDepth';
import { useConsole, useSettings, useTelemetry } from '../../ui/ConsoleContext';
import { StatusMark } from '../../ui/StatusMark';
import styles from './StatedForm.module.css';
import { fieldsOf, type StatedFields, statedNames, statedOf, statedProblem } from './statedFields';

/** Where the camera gives no depth: the sizes that the operator states instead, remembered for this camera. */
export function StatedForm() {
  const key = useTelemetry(cameraKey);
  const remembered = useSettings(({ settings }) => settings.stated[key]);
  return <Fields key={key} camera={key} remembered={remembered} />;
}

interface Props {
  readonly camera: string;
  readonly remembered: Stated | undefined;
}

function Fields({ camera, remembered }: Props) {
  const { settings } = useConsole();
  const [fields, setFields] = useState(() => fieldsOf(remembered));
  const [fromBefore, setFromBefore] = useState(remembered !== undefined);
  const introId = useId();

  /** What cannot be meant is not kept: with it there is no plan. */
  function change(changed: StatedFields): void {
    setFields(changed);
    setFromBefore(false);
    const { [camera]: _before, ...others } = settings.view.getState().settings.stated;
    const stated = statedOf(changed);
    settings.change({ stated: stated ? { ...others, [camera]: stated } : others });
  }

  return (
    <fieldset className={styles.form} data-testid="stated-form" aria-describedby={introId}>
      <legend>Sizes</legend>
      <p id={introId} className={styles.intro}>
        <StatusMark status="warn" size={14} />
        <span>
          <b>This camera gives no depth.</b>{' '}
          {fromBefore
            ? 'These sizes are from before: correct them where they do not fit this task.'
            : 'Measure, and state the sizes for this task.'}
        </span>
      </p>
      {statedNames.map(([name, label, meaning]) => (
        <Size
          key={name}
          name={name}
          label={label}
          meaning={meaning}
          text={fields[name]}
          onChange={(text) => change({ ...fields, [name]: text })}
        />
      ))}
      <p className={styles.end}>What else stands there is not seen: keep the way clear.</p>
    </fieldset>
  );
}

interface SizeProps {
  readonly name: keyof Stated;
  readonly label: string;
  readonly meaning: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** One number with its unit, and below it what it means or why it cannot be meant. */
function Size({ name, label, meaning, text, onChange }: SizeProps) {
  const problem = statedProblem(name, text);
  const noteId = useId();
  return (
    <div className={styles.size}>
      <label htmlFor={`${noteId}-input`}>{label}</label>
      <span className={styles.number}>
        <input
          id={`${noteId}-input`}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          maxLength={20}
          data-testid={`stated-${name}`}
          value={text}
          aria-invalid={problem !== undefined}
          aria-describedby={noteId}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <span aria-hidden>mm</span>
      </span>
      <small id={noteId} data-problem={problem !== undefined} data-testid={`stated-${name}-note`}>
        {problem ?? meaning}
      </small>
    </div>
  );
}
