import type { ConnectionId, ProfileEntry } from '../../shared/contract/connectionView';
import { useTelemetry } from '../ui/ConsoleContext';
import { BeforeConnecting } from './BeforeConnecting';
import { PreflightList } from './PreflightList';
import { Ros2Panel } from './Ros2Panel';
import styles from './StatusTab.module.css';
import { StreamTable } from './StreamTable';

/** How the connection is; or, before there is one, what has to be so. */
export function StatusTab({ id, entry }: { readonly id: ConnectionId; readonly entry: ProfileEntry | null }) {
  const isActive = useTelemetry(({ connection }) => connection?.active === id);
  if (!entry) return <SimulatorStatus isActive={isActive} />;
  if (!entry.profile) {
    return (
      <section className={styles.section} role="alert">
        <h3>This file cannot be used</h3>
        <p>{entry.problem}</p>
        <p>Mend the file and import it again, or delete it. Nothing else reads it.</p>
      </section>
    );
  }
  return (
    <div className={styles.sections}>
      {isActive ? (
        <>
          <PreflightList />
          <StreamTable />
        </>
      ) : (
        <BeforeConnecting profile={entry.profile} />
      )}
      {entry.profile.rosbridge ? <ThroughRosbridge {...entry.profile.rosbridge} /> : <Ros2Panel />}
    </div>
  );
}

/** In the place of this machine's ROS 2, which such a connection does not use. */
function ThroughRosbridge({ url }: { readonly url: string }) {
  return (
    <section className={styles.section} data-testid="through-rosbridge">
      <h3>Through a rosbridge</h3>
      <p>
        <span className="mono">{url}</span> carries everything between this machine and the robot's. This
        machine needs no ROS 2.
      </p>
    </section>
  );
}

function SimulatorStatus({ isActive }: { readonly isActive: boolean }) {
  return (
    <section className={styles.section}>
      <h3>A robot in this program</h3>
      <p>
        An FR3 with its hand, a table with things on it and a depth camera, computed here. Nothing of it moves
        in the real world, and it needs neither ROS 2 nor a network.
      </p>
      <p>
        {isActive
          ? 'While another robot is connected, its physics and its camera are ended.'
          : 'Connecting starts its physics and its camera, and ends the connection that there is now.'}
      </p>
    </section>
  );
}
