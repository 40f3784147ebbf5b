import { useState } from 'react';
import type { ConnectionId, ProfileEntry } from '../../shared/contract/connectionView';
import { useConsole, useTelemetry } from '../ui/ConsoleContext';
import { PushButton } from '../ui/PushButton';
import { StatusMark } from '../ui/StatusMark';
import styles from './ConnectionDetail.module.css';
import { connectionWords } from './connectionWords';
import { KindMark } from './KindMark';
import type { Profiles } from './useProfiles';

interface Props {
  readonly id: ConnectionId;
  readonly entry: ProfileEntry | null;
  readonly profiles: Profiles;
  readonly onChoose: (id: ConnectionId) => void;
}

/** Name, state in words, and what can be done with the connection. */
export function ConnectionHead({ id, entry, profiles, onChoose }: Props) {
  const { bridge } = useConsole();
  const view = useTelemetry(({ connection }) => connection);
  const robot = useTelemetry(({ robotConnection }) => robotConnection);
  const [wish, setWish] = useState<string | null>(null);
  const { status, word, text } = connectionWords(id, view, robot);
  const isActive = view?.active === id;
  const switching = view === null || view.switchingTo !== null;
  const usable = entry === null || entry.profile !== null;
  // Main's words answer the last wish: they stand where that wish was uttered, and at a start that failed.
  const problem =
    view?.problem && (wish === id || (wish === null && view.active === 'none')) ? view.problem : null;

  const connectTo = (wanted: ConnectionId) => {
    setWish(id);
    bridge.connectTo(wanted).catch(() => undefined);
  };
  return (
    <header className={styles.head}>
      <div className={styles.title}>
        <h2 title={entry?.name}>{entry?.name ?? 'Simulator'}</h2>
        <KindMark real={entry !== null} active={isActive} simulated={entry?.profile?.simulated ?? false} />
        <div className={styles.actions}>
          {isActive && (
            <PushButton
              disabled={switching || !usable}
              hint="Ends the robot and camera processes and starts them anew. What was planned is void."
              testId="reconnect-button"
              onPress={() => connectTo(id)}
            >
              Reconnect
            </PushButton>
          )}
          {isActive ? (
            <PushButton disabled={switching} testId="disconnect-button" onPress={() => connectTo('none')}>
              Disconnect
            </PushButton>
          ) : (
            <PushButton
              look="primary"
              disabled={switching || !usable}
              busy={view?.switchingTo === id}
              testId="connect-button"
              onPress={() => connectTo(id)}
            >
              {view?.switchingTo === id ? 'Connecting' : 'Connect'}
            </PushButton>
          )}
        </div>
      </div>
      <div className={styles.state}>
        <StatusMark status={status} />
        <strong data-testid="connection-state" data-status={status}>
          {word}
        </strong>
        <span>{text}</span>
        {entry && <FileActions entry={entry} isActive={isActive} profiles={profiles} onChoose={onChoose} />}
      </div>
      {problem && (
        <div className={styles.problem} role="alert" data-testid="connection-problem">
          <StatusMark status="bad" />
          <p>{problem.happened}</p>
          <p>{problem.robotIs}</p>
          <p>{problem.next}</p>
        </div>
      )}
    </header>
  );
}

/** Duplicate, export and delete. Deleting asks once more, in the same place. */
function FileActions({
  entry,
  isActive,
  profiles,
  onChoose,
}: {
  readonly entry: ProfileEntry;
  readonly isActive: boolean;
  readonly profiles: Profiles;
  readonly onChoose: (id: ConnectionId) => void;
}) {
  const [asking, setAsking] = useState(false);
  const { profile } = entry;
  if (asking) {
    return (
      <span className={styles.files}>
        Delete this profile for good?
        <PushButton
          look="quiet"
          testId="delete-confirm"
          onPress={() => void profiles.remove(entry.id).then((id) => id !== null && onChoose('simulator'))}
        >
          Delete
        </PushButton>
        <PushButton look="quiet" onPress={() => setAsking(false)}>
          Keep
        </PushButton>
      </span>
    );
  }
  return (
    <span className={styles.files}>
      {profile && (
        <>
          <PushButton
            look="quiet"
            testId="duplicate-profile"
            onPress={() =>
              void profiles
                .save(null, { ...profile, name: `${profile.name.slice(0, 73)}, copy` })
                .then((id) => id !== null && onChoose(id))
            }
          >
            Duplicate
          </PushButton>
          <PushButton look="quiet" testId="export-profile" onPress={() => void profiles.exportFile(entry.id)}>
            Export
          </PushButton>
        </>
      )}
      {entry.origin === 'own' && (
        <PushButton
          look="quiet"
          disabled={isActive}
          hint={isActive ? 'Disconnect first' : 'Delete the file'}
          testId="delete-profile"
          onPress={() => setAsking(true)}
        >
          Delete
        </PushButton>
      )}
    </span>
  );
}
