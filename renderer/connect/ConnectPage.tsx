import { useEffect, useState } from 'react';
import type { ConnectionId } from '../../shared/contract/connectionView';
import { useTelemetry } from '../ui/ConsoleContext';
import { ConnectionDetail } from './ConnectionDetail';
import { ConnectionList } from './ConnectionList';
import styles from './ConnectPage.module.css';
import { useProfiles } from './useProfiles';

/** Which robot this console operates: the simulator, or a real one by its profile. */
export function ConnectPage() {
  const active = useTelemetry(({ connection }) => connection?.active ?? null);
  const profiles = useProfiles();
  const [chosen, setChosen] = useState<ConnectionId | null>(null);
  useEffect(() => {
    if (chosen === null && active !== null) setChosen(active === 'none' ? 'simulator' : active);
  }, [chosen, active]);
  const entry = profiles.entries?.find(({ id }) => id === chosen) ?? null;
  return (
    <div className={styles.page}>
      <ConnectionList profiles={profiles} chosen={chosen} onChoose={setChosen} />
      {chosen === 'simulator' || entry ? (
        <ConnectionDetail
          key={chosen}
          id={chosen ?? 'simulator'}
          entry={entry}
          profiles={profiles}
          onChoose={setChosen}
        />
      ) : (
        <p className={styles.empty}>
          {profiles.entries === null ? 'Reading the profiles.' : 'Choose a connection on the left.'}
        </p>
      )}
    </div>
  );
}
