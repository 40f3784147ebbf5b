import { useMemo, useState } from 'react';
import type { Ros2Profile, RosGraph } from '../../../shared/contract/connection';
import type { ConnectionId, ProfileEntry } from '../../../shared/contract/connectionView';
import { problemWords, readProfile } from '../../../shared/contract/profileProblems';
import { useTelemetry } from '../../ui/ConsoleContext';
import { PushButton } from '../../ui/PushButton';
import { StatusMark } from '../../ui/StatusMark';
import { followTrajectory, jointStates } from '../seen';
import type { Profiles } from '../useProfiles';
import { CameraSection } from './CameraSection';
import { type Draft, draftOf, writeAt } from './draft';
import { FormProvider } from './FormContext';
import { NameField, SwitchField, TextField } from './fields';
import styles from './form.module.css';
import { GripperSection } from './GripperSection';
import { ModelSection } from './ModelSection';
import { NetworkSection } from './NetworkSection';

interface Props {
  readonly entry: ProfileEntry;
  readonly saved: Ros2Profile;
  readonly graph: RosGraph | null;
  readonly profiles: Profiles;
  readonly onChoose: (id: ConnectionId) => void;
}

/** A profile field by field. Nothing is kept before Save, and nothing of it counts before Connect. */
export function ProfileForm({ entry, saved, graph, profiles, onChoose }: Props) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(saved));
  const read = useMemo(() => readProfile(draft), [draft]);
  const readOnly = entry.origin === 'ready';
  const changed = JSON.stringify(draft) !== JSON.stringify(saved);
  const form = {
    draft,
    problems: read.problems,
    graph,
    readOnly,
    change: (field: Parameters<typeof writeAt>[1], value: unknown) =>
      setDraft((before) => writeAt(before, field, value)),
  };
  async function save(): Promise<void> {
    if (!read.profile) return;
    const id = await profiles.save(entry.id, read.profile);
    if (id !== null) setDraft(draftOf(read.profile));
  }
  async function copy(): Promise<void> {
    const id = await profiles.save(null, { ...saved, name: `${saved.name.slice(0, 73)}, copy` });
    if (id !== null) onChoose(id);
  }
  return (
    <FormProvider value={form}>
      <div className={styles.form} data-testid="profile-form">
        <div className={styles.bar}>
          <Keeping
            readOnly={readOnly}
            changed={changed}
            problems={problemsText(read.problems)}
            entry={entry}
            saved={saved}
          />
          {readOnly ? (
            <PushButton onPress={() => void copy()}>Duplicate to change</PushButton>
          ) : (
            <>
              <PushButton disabled={!changed} onPress={() => setDraft(draftOf(saved))}>
                Discard
              </PushButton>
              <PushButton
                look="primary"
                disabled={!changed || !read.profile}
                testId="save-profile"
                onPress={() => void save()}
              >
                Save
              </PushButton>
            </>
          )}
        </div>
        <section className={styles.section}>
          <h3>Robot</h3>
          <TextField field="name" label="Name" />
          <NameField field="jointStates" label="Joint states" wanted={jointStates} />
          <NameField field="trajectory.action" label="Arm controller" wanted={followTrajectory} />
          <SwitchField
            field="simulated"
            label="Is simulated"
            hint="A word beside the name. For safety it counts as a real robot all the same."
          />
        </section>
        <GripperSection />
        <CameraSection />
        <ModelSection />
        <NetworkSection />
      </div>
    </FormProvider>
  );
}

const problemsText = (problems: Parameters<typeof problemWords>[0]) =>
  problems.length === 0 ? null : problemWords(problems);

/** Whether what is seen is what is kept, and what is connected. */
function Keeping({
  readOnly,
  changed,
  problems,
  entry,
  saved,
}: {
  readonly readOnly: boolean;
  readonly changed: boolean;
  readonly problems: string | null;
  readonly entry: ProfileEntry;
  readonly saved: Ros2Profile;
}) {
  const outdated = useTelemetry(
    ({ connection }) =>
      connection?.active === entry.id && JSON.stringify(connection.profile) !== JSON.stringify(saved),
  );
  const [status, text] = readOnly
    ? (['off', 'A ready profile is not changed. Duplicate it and change the copy.'] as const)
    : problems !== null
      ? (['bad', `Cannot be saved: ${problems}`] as const)
      : changed
        ? (['needsYou', 'Changed, not saved.'] as const)
        : outdated
          ? (['warn', 'Saved after the connection was made: reconnect to use it.'] as const)
          : (['ok', 'Saved.'] as const);
  return (
    <>
      <StatusMark status={status} />
      <span data-testid="profile-keeping" data-status={status}>
        {text}
      </span>
    </>
  );
}
