import { useState } from 'react';
import type { ConnectionId, ProfileEntry } from '../../shared/contract/connectionView';
import { useTelemetry } from '../ui/ConsoleContext';
import styles from './ConnectionDetail.module.css';
import { ConnectionHead } from './ConnectionHead';
import { ProfileForm } from './form/ProfileForm';
import { GraphTab } from './GraphTab';
import { StatusTab } from './StatusTab';
import { useGraph } from './useGraph';
import type { Profiles } from './useProfiles';

const tabs = ['status', 'profile', 'graph'] as const;
type Tab = (typeof tabs)[number];
const tabWords: Readonly<Record<Tab, string>> = { status: 'Status', profile: 'Profile', graph: 'ROS graph' };

interface Props {
  readonly id: ConnectionId;
  /** Null for the simulator. */
  readonly entry: ProfileEntry | null;
  readonly profiles: Profiles;
  readonly onChoose: (id: ConnectionId) => void;
}

/** One connection: how it is, what its profile says, and what is on the ROS graph. */
export function ConnectionDetail({ id, entry, profiles, onChoose }: Props) {
  const [tab, setTab] = useState<Tab>('status');
  const isActive = useTelemetry(({ connection }) => connection?.active === id);
  const looks = useGraph(isActive && entry !== null);
  return (
    <div className={styles.detail}>
      <ConnectionHead id={id} entry={entry} profiles={profiles} onChoose={onChoose} />
      {entry?.profile && (
        <div className={styles.tabs} role="tablist" aria-label="About this connection">
          {tabs.map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              data-testid={`tab-${each}`}
              aria-selected={each === tab}
              onClick={() => setTab(each)}
            >
              {tabWords[each]}
            </button>
          ))}
        </div>
      )}
      <div className={styles.body}>
        {tab === 'status' && <StatusTab id={id} entry={entry} />}
        {tab === 'graph' && <GraphTab active={isActive} looks={looks} />}
        {/* Kept while another tab is looked at: what was typed stays. */}
        {entry?.profile && (
          <div hidden={tab !== 'profile'}>
            <ProfileForm
              entry={entry}
              saved={entry.profile}
              graph={looks.graph}
              profiles={profiles}
              onChoose={onChoose}
            />
          </div>
        )}
      </div>
    </div>
  );
}
