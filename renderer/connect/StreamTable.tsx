import type { StreamFigures } from '../../shared/contract/connection';
import type { Telemetry } from '../services/telemetry';
import { useTelemetry } from '../ui/ConsoleContext';
import { formatMs, none } from '../ui/format';
import { StatusMark } from '../ui/StatusMark';
import styles from './StatusTab.module.css';

/** Sent once and kept for who comes later: it has no rate, and that nothing comes is in order. */
const isKept = (topic: string) => topic === '/tf_static';

const nothing: readonly StreamFigures[] = [];
const robotStreams = ({ robotConnection }: Telemetry) => robotConnection?.streams ?? nothing;
const cameraStreams = ({ camera }: Telemetry) => camera?.streams ?? nothing;

/** What comes in, and how: measured now. */
export function StreamTable() {
  const ofRobot = useTelemetry(robotStreams);
  const ofCamera = useTelemetry(cameraStreams);
  const streams = [...ofRobot, ...ofCamera];
  return (
    <section className={styles.section} aria-label="Streams">
      <h3>Streams</h3>
      {streams.length === 0 ? (
        <p>Nothing is listened to yet.</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th>Topic</th>
              <th>Rate</th>
              <th title="By the newest message's stamp">Age</th>
              <th title="Since the connection was made">Lost</th>
              <th title="The publisher's stamp minus this machine's clock at arrival: clock skew and latency together">
                Stamp offset
              </th>
            </tr>
          </thead>
          <tbody>
            {streams.map(({ topic, rateHz, ageMs, dropped, skewMs, problem }) => (
              <tr key={topic} data-testid="stream-row" data-topic={topic}>
                <td>
                  <span className={styles.topic}>
                    <StatusMark
                      status={problem ? 'bad' : rateHz > 0 || isKept(topic) ? 'ok' : 'warn'}
                      size={14}
                    />
                    <span className="mono">{topic}</span>
                    {problem && <small>{problem}</small>}
                  </span>
                </td>
                <td>{isKept(topic) ? 'sent once' : `${rateHz.toFixed(rateHz < 10 ? 1 : 0)}\u202fHz`}</td>
                <td>{ageMs === null ? none : formatMs(ageMs)}</td>
                <td>{dropped}</td>
                <td>{skewMs === null ? none : `${skewMs >= 0 ? '+' : ''}${skewMs.toFixed(1)}\u202fms`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
