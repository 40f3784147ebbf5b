import { join } from 'node:path';
import { cameraContract } from '../../shared/contract/cameraContract';
import {
  type BadMessageReport,
  connect,
  type Notice,
  type Params,
  type Port,
  type Server,
  serve,
} from '../../shared/contract/channel';
import { liveVideoContract } from '../../shared/contract/liveVideoContract';
import { recorderContract, type SentRecord } from '../../shared/contract/recorderContract';
import type { JointState } from '../../shared/contract/simulatorContract';
import type { DescribedRobot } from '../../shared/robot/robotModelSchema';
import { findEpisode } from '../episodes/reading/episodeFiles';
import { findLeftovers, repairLeftovers } from './episode/repairLeftovers';
import { listEpisodes } from './library/listEpisodes';
import { openEpisode } from './library/openEpisode';
import { createOpenFiles } from './library/openFiles';
import { readFrame } from './library/readFrame';
import { verifyEpisode } from './library/verifyEpisode';
import { createRecorder, type RecorderOptions } from './recorder';

/** How often `flush` must be called (ms): with the writing itself, a sudden end costs less than a second. */
export const flushIntervalMs = 400;

/** A file that nobody has looked at for so long is closed (ms). */
const idleFileMs = 20_000;

export interface RecorderServiceOptions extends Omit<RecorderOptions, 'onStatus'> {
  readonly onBadMessage: BadMessageReport;
}

/** The recorder process without its process: serves any number of clients, first repairs what was left. */
export function createRecorderService(options: RecorderServiceOptions) {
  const { folder, onBadMessage } = options;
  const servers = new Set<Server<typeof recorderContract>>();
  const files = createOpenFiles(() => performance.now());
  const recorder = createRecorder({
    ...options,
    onStatus: (status) => {
      for (const server of servers) server.emit('status', status);
    },
  });
  // A new episode waits until it is known which files are leftovers, not until they are repaired.
  const leftovers = findLeftovers(folder);
  let repaired = leftovers.then(repair);
  const unrepairable = new Set<string>();

  async function repair(names: readonly string[]): Promise<void> {
    const own = recorder.activePath();
    const wanted = names.filter((name) => !unrepairable.has(name) && own !== join(folder, name));
    for (const { fileName, path, problem } of await repairLeftovers(folder, wanted)) {
      if (!path) unrepairable.add(fileName);
      options.log(path ? `repaired ${fileName}` : `could not repair ${fileName}: ${problem}`);
    }
  }

  async function find(episodeId: string) {
    await repaired;
    await recorder.betweenFiles(async () => undefined);
    const file = await findEpisode(folder, episodeId);
    if (file.path === recorder.activePath()) {
      throw new Error('This episode is still being recorded. Open it when it has ended.');
    }
    return file;
  }

  return {
    addClient(port: Port): void {
      const server = serve(
        port,
        recorderContract,
        {
          getStatus: () => recorder.status(),
          startEpisode: async ({ instruction, robot, model }) => {
            await leftovers;
            return recorder.startEpisode(instruction, robot, model);
          },
          endEpisode: ({ outcome }) => recorder.endEpisode(outcome),
          recordDurably: (record: SentRecord) => recorder.recordDurably(record),
          listEpisodes: async () => {
            // Another console on this folder may have died since.
            repaired = repaired.then(() => recorder.betweenFiles(() => findLeftovers(folder))).then(repair);
            await repaired;
            return { folder, episodes: await listEpisodes(folder, recorder.activePath()) };
          },
          openEpisode: async ({ episodeId }) => openEpisode(await find(episodeId), files.openFor),
          readFrame: async ({ episodeId, ...wanted }: Params<typeof recorderContract, 'readFrame'>) =>
            readFrame(await find(episodeId), wanted, files.openFor),
          verifyEpisode: async ({ episodeId }) => verifyEpisode(await find(episodeId)),
          record: (record: SentRecord) => recorder.record(record),
          jointState: (state: JointState) => recorder.jointState(state),
          robotModel: (described: DescribedRobot) => recorder.robotModel(described),
          choosePictures: ({ pictures }: Notice<typeof recorderContract, 'choosePictures'>) =>
            recorder.choosePictures(pictures),
        },
        onBadMessage,
      );
      servers.add(server);
      port.onClose(() => servers.delete(server));
    },
    attachCamera: (port: Port): void => recorder.attachCamera(connect(port, cameraContract, onBadMessage)),
    attachLiveVideo: (port: Port): void =>
      recorder.attachLiveVideo(connect(port, liveVideoContract, onBadMessage)),
    letFilesGo: () => files.letGo(0),
    flush: recorder.flush,
    watch(): Promise<void> {
      files.letGo(idleFileMs);
      return recorder.watch();
    },
    /** Ends a running episode properly. */
    async shutDown(): Promise<void> {
      files.letGo(0);
      if (recorder.activePath() !== undefined) await recorder.endEpisode('interrupted');
    },
  };
}
export type RecorderService = ReturnType<typeof createRecorderService>;
