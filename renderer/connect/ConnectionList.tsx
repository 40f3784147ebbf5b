import { IconFileImport } from '@tabler/icons-react';
import type { ConnectionId, ProfileEntry } from '../../shared/contract/connectionView';
import { useTelemetry } from '../ui/ConsoleContext';
import choice from '../ui/choiceRow.module.css';
import { PushButton } from '../ui/PushButton';
import { StatusMark } from '../ui/StatusMark';
import styles from './ConnectionList.module.css';
import { connectionWords } from './connectionWords';
import { KindMark } from './KindMark';
import type { Profiles } from './useProfiles';

interface Props {
  readonly profiles: Profiles;
  readonly chosen: ConnectionId | null;
  readonly onChoose: (id: ConnectionId) => void;
}

/** The simulator, the operator's own profiles, and the ready ones. */
export function ConnectionList({ profiles, chosen, onChoose }: Props) {
  const { entries, problem } = profiles;
  const of = (origin: ProfileEntry['origin']) => entries?.filter((entry) => entry.origin === origin) ?? [];
  const row = (entry: ProfileEntry) => (
    <ConnectionRow
      key={entry.id}
      id={entry.id}
      name={entry.name}
      real
      simulated={entry.profile?.simulated ?? false}
      detail={entry.problem ?? networkWords(entry)}
      bad={entry.problem !== null}
      chosen={chosen === entry.id}
      onChoose={onChoose}
    />
  );
  return (
    <section className={styles.list} aria-label="Connections">
      <div className={styles.head}>
        <h2>Connections</h2>
        <PushButton
          look="quiet"
          hint="Take in a profile from a file"
          testId="import-profile"
          onPress={() => void profiles.importFile().then((id) => id !== null && onChoose(id))}
        >
          <IconFileImport size={15} aria-hidden />
          Import
        </PushButton>
      </div>
      {problem && (
        <div className={styles.problem} role="alert" data-testid="profile-problem">
          <StatusMark status="bad" />
          <span>{problem}</span>
          <PushButton look="quiet" onPress={profiles.forgetProblem}>
            Close
          </PushButton>
        </div>
      )}
      <div className={styles.rows}>
        <ConnectionRow
          id="simulator"
          name="Simulator"
          real={false}
          simulated={false}
          detail="Physics and picture in this program"
          bad={false}
          chosen={chosen === 'simulator'}
          onChoose={onChoose}
        />
        <h3>Your profiles</h3>
        {of('own').map(row)}
        {entries !== null && of('own').length === 0 && (
          <p className={styles.none}>None yet. Duplicate a ready one, or import a file.</p>
        )}
        <h3>Ready profiles</h3>
        {of('ready').map(row)}
        {entries === null && <p className={styles.none}>Reading the profiles.</p>}
      </div>
    </section>
  );
}

function networkWords({ profile }: ProfileEntry): string {
  if (!profile) return '';
  if (profile.rosbridge) return `rosbridge, ${profile.rosbridge.url}`;
  const { domainId, discoveryRange } = profile.network;
  const range = {
    LOCALHOST: 'this machine',
    SUBNET: 'the subnet',
    OFF: 'no discovery',
    SYSTEM_DEFAULT: 'system discovery',
  }[discoveryRange];
  return `ROS 2, domain ${domainId}, ${range}`;
}

interface RowProps {
  readonly id: ConnectionId;
  readonly name: string;
  readonly real: boolean;
  readonly simulated: boolean;
  readonly detail: string;
  readonly bad: boolean;
  readonly chosen: boolean;
  readonly onChoose: (id: ConnectionId) => void;
}

function ConnectionRow({ id, name, real, simulated, detail, bad, chosen, onChoose }: RowProps) {
  const view = useTelemetry(({ connection }) => connection);
  const robot = useTelemetry(({ robotConnection }) => robotConnection);
  const { status, word } = connectionWords(id, view, robot);
  const involved = view?.active === id || view?.switchingTo === id;
  return (
    <button
      type="button"
      className={`${choice.row} ${styles.row}`}
      data-testid="connection-row"
      data-connection={id}
      data-active={view?.active === id}
      aria-pressed={chosen}
      title={name}
      onClick={() => onChoose(id)}
    >
      <StatusMark status={bad ? 'bad' : involved ? status : 'off'} />
      <span className={`${choice.oneLine} ${styles.name}`}>{name}</span>
      <span className={styles.meta}>
        <KindMark real={real} active={view?.active === id} simulated={simulated} />
        {involved && <b>{word}</b>}
      </span>
      <span className={`${choice.oneLine} ${styles.detail}`}>
        {bad ? 'This file cannot be used' : detail}
      </span>
    </button>
  );
}
