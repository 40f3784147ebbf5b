import { type Handlers, type Port, type Server, serve } from '../../../shared/contract/channel';
import { jpegPictures, recorderContract, type SentRecord } from '../../../shared/contract/recorderContract';
import type { JointState } from '../../../shared/contract/simulatorContract';
import type { DescribedRobot } from '../../../shared/robot/robotModelSchema';

/** The far end of a recorder port: keeps what it is given, and answers, waits or refuses as told. */
export function createFakeRecorder(onDurable: (record: SentRecord) => void = () => undefined) {
  const records: SentRecord[] = [];
  const durable: SentRecord[] = [];
  const jointStates: JointState[] = [];
  const robots: DescribedRobot[] = [];
  /** answer: at once; hold: until `release`; refuse: with words; never: as if hung, to everything. */
  const manners: { durably: 'answer' | 'hold' | 'refuse' | 'never' } = { durably: 'answer' };
  let held: (() => void)[] = [];
  let server: Server<typeof recorderContract> | undefined;
  const never = () => new Promise<never>(() => undefined);
  const status = (state: 'recording' | 'failed') => ({
    state,
    folder: '',
    episodeId: 'episode',
    bytes: 0,
    freeBytes: 1e9,
    fault: null,
    pictures: jpegPictures,
  });

  return {
    records,
    durable,
    jointStates,
    robots,
    manners,
    plugIn(port: Port): void {
      const notHere = () => Promise.reject(new Error('not a request of the robot process'));
      const handlers: Handlers<typeof recorderContract> = {
        getStatus: () => (manners.durably === 'never' ? never() : status('recording')),
        recordDurably: async (record) => {
          if (manners.durably === 'refuse') throw new Error('The disk is full.');
          if (manners.durably === 'never') return never();
          if (manners.durably === 'hold') await new Promise<void>((resolve) => held.push(resolve));
          durable.push(record);
          onDurable(record);
          return { index: durable.length - 1, hash: '' };
        },
        startEpisode: notHere,
        endEpisode: notHere,
        listEpisodes: notHere,
        openEpisode: notHere,
        readFrame: notHere,
        verifyEpisode: notHere,
        record: (record) => {
          records.push(record);
        },
        jointState: (state) => {
          jointStates.push(state);
        },
        robotModel: (robot) => {
          robots.push(robot);
        },
        choosePictures: () => undefined,
      };
      server = serve(port, recorderContract, handlers, (report) => {
        throw new Error(`The fake recorder was sent rubbish: ${JSON.stringify(report)}`);
      });
    },
    /** Lets what is held be written and answered. */
    release(): void {
      const waiting = held;
      held = [];
      for (const resolve of waiting) resolve();
    },
    fail: () => server?.emit('status', status('failed')),
    unplug(): void {
      server?.close();
      server = undefined;
    },
  };
}
export type FakeRecorder = ReturnType<typeof createFakeRecorder>;
