import { type Client, connect, type Port } from '../../shared/contract/channel';
import { type RecordKind, recorderContract } from '../../shared/contract/recorderContract';
import type { JointState } from '../../shared/contract/simulatorContract';
import type { DescribedRobot } from '../../shared/robot/robotModelSchema';
import type { Clock } from './clock';

/** ms: no start without the recorder's word within this time. */
const durableTimeoutMs = 1000;
/** ms: how often the recorder is asked during a motion, and how long it may say nothing. */
const askEveryMs = 500;
const silenceMs = 2000;

/** One thing to be recorded; `content` becomes its JSON text. */
export interface RobotRecord {
  readonly kind: RecordKind;
  readonly stampSec: number;
  readonly content: unknown;
}

/**
 * This process's line to the recorder. Nothing here waits for it but the start of a motion.
 */
export function createRecorderLink(clock: Clock, onBadMessage: (problem: string) => void) {
  let client: Client<typeof recorderContract> | undefined;
  let robot: DescribedRobot | undefined;
  let failed = false;
  let episodeId: string | null = null;
  let heardAtMs = 0;
  let askedAtMs = 0;

  const wire = ({ kind, stampSec, content }: RobotRecord) => ({
    kind,
    source: 'robot' as const,
    stampSec,
    json: JSON.stringify(content),
  });

  return {
    attach(port: Port): void {
      client?.close();
      const mine = connect(port, recorderContract, ({ name, problem }) =>
        onBadMessage(`${name}: ${problem}`),
      );
      client = mine;
      if (robot) mine.notify('robotModel', robot);
      failed = false;
      episodeId = null;
      heardAtMs = clock.nowMs();
      mine.on('status', (status) => {
        if (client !== mine) return;
        failed = status.state === 'failed';
        episodeId = status.episodeId;
        heardAtMs = clock.nowMs();
      });
      mine.onClose(() => {
        if (client === mine) client = undefined;
      });
    },

    /** The episode that is recorded, by the recorder's last word; null when none is, or it has not said. */
    episode: () => episodeId,
    /** Why nothing can be recorded now, in words; null when something can. */
    problem(): string | null {
      if (!client) return 'the recorder is not there.';
      return failed ? 'the recorder cannot write.' : null;
    },

    /** To be called again and again during a motion, which began at `sinceMs`: asks, and judges the silence. */
    problemDuringMotion(sinceMs: number): string | null {
      const now = clock.nowMs();
      if (client && now - askedAtMs >= askEveryMs) {
        askedAtMs = now;
        client.request('getStatus', {}).then(
          (status) => {
            failed = status.state === 'failed';
            episodeId = status.episodeId;
            heardAtMs = clock.nowMs();
          },
          () => undefined,
        );
      }
      const silent = now - Math.max(heardAtMs, sinceMs) > silenceMs;
      return this.problem() ?? (silent ? 'the recorder does not answer.' : null);
    },

    /** Resolves when the record is safely written; rejects with words when it is not, or not in time. */
    recordDurably(record: RobotRecord): Promise<void> {
      const at = client;
      if (!at) return Promise.reject(new Error('The recorder is not there.'));
      return new Promise((resolve, reject) => {
        const callOff = clock.after(durableTimeoutMs, () =>
          reject(new Error(`The recorder did not answer within ${durableTimeoutMs} ms.`)),
        );
        at.request('recordDurably', wire(record))
          .then(() => resolve(), reject)
          .finally(callOff);
      });
    },

    /** Tells the recorder, now and whenever it is attached, which robot this is. */
    describeRobot(described: DescribedRobot): void {
      robot = described;
      client?.notify('robotModel', described);
    },
    record(record: RobotRecord): void {
      client?.notify('record', wire(record));
    },
    jointState(state: JointState): void {
      client?.notify('jointState', state);
    },
  };
}
export type RecorderLink = ReturnType<typeof createRecorderLink>;
