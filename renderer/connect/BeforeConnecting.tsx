import type { Ros2Profile } from '../../shared/contract/connection';
import styles from './StatusTab.module.css';

/** What has to be so before a real robot is connected: the emergency stop first. */
export function BeforeConnecting({ profile }: { readonly profile: Ros2Profile }) {
  const { network, rosbridge } = profile;
  const { domainId, discoveryRange } = network;
  return (
    <section className={styles.section} aria-label="Before you connect">
      <h3>Before you connect</h3>
      <p className={styles.first}>
        <strong>Hardware emergency stop first.</strong> Have it in reach and try it. STOP in this console asks
        the controller to stop; it is not a safety function.
      </p>
      <ol className={styles.steps}>
        <li>
          <strong>Start the robot's driver</strong>, with the trajectory controller active. The README says
          how for a UR5e, an FR3 and a Piper.
        </li>
        <li>
          {rosbridge ? (
            <>
              <strong>Start rosbridge and rosapi</strong> on the robot's machine (rosbridge_server's launch
              file starts both), so that {rosbridge.url} answers.
            </>
          ) : (
            <>
              <strong>Same ROS 2 network:</strong> domain {domainId}
              {discoveryRange === 'LOCALHOST'
                ? ', discovery on this machine only. For a driver on another machine choose SUBNET under Profile, Network.'
                : `, discovery ${discoveryRange}.`}
            </>
          )}
        </li>
        <li>
          <strong>Nobody else commands the arm:</strong> no MoveIt motion, no teach pendant jog, no second
          console.
        </li>
        <li>
          <strong>Then connect.</strong> Connecting moves nothing. Discovery, the live figures and the
          preflight begin, and what is missing is said here.
        </li>
      </ol>
    </section>
  );
}
