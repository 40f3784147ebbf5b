import { gripperActions, jointStates } from '../seen';
import { readAt } from './draft';
import { useForm } from './FormContext';
import {
  ChoiceField,
  NameField,
  NumberField,
  NumbersField,
  type Option,
  SwitchField,
  TextField,
} from './fields';
import styles from './form.module.css';

const kinds: readonly Option[] = [
  { value: 'none', label: 'No gripper' },
  { value: 'gripperCommand', label: 'GripperCommand' },
  { value: 'parallelGripperCommand', label: 'ParallelGripperCommand' },
  { value: 'trajectory', label: 'Trajectory controller, one joint' },
];

const scale = { closed: { width: 0, position: 0 }, open: { width: 0.08, position: 0.04 } };

/** How the gripper is commanded, and how its opening is known. */
export function GripperSection() {
  const { draft, change } = useForm();
  const kind = readAt(draft, 'gripper.kind');
  const known =
    typeof kind === 'string' && kind in gripperActions ? (kind as keyof typeof gripperActions) : null;
  const hasFeedback = readAt(draft, 'gripper.feedback') !== undefined;
  const choose = (chosen: string) => {
    if (chosen === 'none') change('gripper', { kind: 'none' });
    else if (known) change('gripper.kind', chosen);
    else change('gripper', { kind: chosen, action: '', joint: '', scale, maxEffort: 20 });
  };
  return (
    <section className={styles.section}>
      <h3>Gripper</h3>
      <ChoiceField field="gripper.kind" label="Commanded by" options={kinds} onChoose={choose} />
      {known && (
        <>
          <NameField field="gripper.action" label="Action" wanted={gripperActions[known]} />
          <TextField field="gripper.joint" label="Joint" hint="The one that is commanded." />
          <ScaleField at="gripper.scale" label="Width to position" />
          <NumberField field="gripper.maxEffort" label="Largest effort" unit="N" step={1} />
          <SwitchField
            field="gripper.feedback"
            label="Measured elsewhere"
            hint="The opening is told by another joint, scale or topic than the command's."
            checked={hasFeedback}
            onSwitch={(on) =>
              change('gripper.feedback', on ? { joint: readAt(draft, 'gripper.joint'), scale } : undefined)
            }
          />
          {hasFeedback && (
            <div className={styles.group}>
              <NameField
                field="gripper.feedback.topic"
                label="Joint states"
                wanted={jointStates}
                empty="The arm's joint states"
              />
              <TextField field="gripper.feedback.joint" label="Joint" />
              <ScaleField at="gripper.feedback.scale" label="Width to position" />
            </div>
          )}
        </>
      )}
    </section>
  );
}

function ScaleField({ at, label }: { readonly at: string; readonly label: string }) {
  return (
    <NumbersField
      label={label}
      hint="Opening between the fingertips (m), and the joint's own position there (m or rad)."
      parts={[
        { field: `${at}.closed.width`, name: 'closed, width' },
        { field: `${at}.closed.position`, name: 'position' },
        { field: `${at}.open.width`, name: 'open, width' },
        { field: `${at}.open.position`, name: 'position ' },
      ]}
    />
  );
}
