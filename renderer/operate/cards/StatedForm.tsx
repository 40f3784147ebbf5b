import { useState } from 'react';
import type { Stated } from '../../../shared/contract/stated';
import { cameraKey } from '../../services/withoutDepth';
import { useConsole, useSettings, useTelemetry } from '../../ui/ConsoleContext';
import styles from './StatedForm.module.css';
import { fieldsOf, statedNames, statedOf } from './statedFields';

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

  /** What cannot be meant is not kept: with it there is no plan. */
  function change(changed: typeof fields): void {
    setFields(changed);
    const { [camera]: _before, ...others } = settings.view.getState().settings.stated;
    const stated = statedOf(changed);
    settings.change({ stated: stated ? { ...others, [camera]: stated } : others });
  }

  return (
    <fieldset className={styles.form} data-testid="stated-form">
      <legend>No depth: state the sizes, in mm</legend>
      {statedNames.map(([name, label, hint]) => (
        <label key={name} title={hint}>
          {label}
          <input
            type="text"
            inputMode="decimal"
            data-testid={`stated-${name}`}
            value={fields[name]}
            aria-invalid={statedOf({ ...fieldsOf(valid), [name]: fields[name] }) === undefined}
            onChange={(event) => change({ ...fields, [name]: event.currentTarget.value })}
          />
        </label>
      ))}
      <p>
        They are for the object of this task. What else stands on the table is not seen: keep the way clear.
      </p>
    </fieldset>
  );
}

/** With any three of these the fourth alone decides whether all can be meant. */
const valid: Stated = { surface: 0, height: 0.05, width: 0.05, target: 0 };
