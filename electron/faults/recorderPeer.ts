import { type Handlers, type Port, type Server, serve } from '../../shared/contract/channel';
import { jpegPictures, recorderContract, type SentRecord } from '../../shared/contract/recorderContract';
import { createHashChain } from '../episodes/format/hashChain';
import { lanes, topics } from '../episodes/format/topics';
import { createMcapEncoder } from '../episodes/mcap/mcapEncoder';
import { encodeJointState, encodeString } from '../episodes/ros/rosMessages';
import { nanoseconds } from '../episodes/ros/rosTime';
import { createAppendFile } from '../recorder/episode/appendFile';
import type { Host } from './host';
import type { MemoryDisk } from './memoryDisk';

const flushEveryMs = 400;

/** What the recorder has said to be safely written. */
export interface Committed {
  readonly file: number;
  readonly index: number;
  readonly hash: string;
}

/**
 * The recorder process: its real writing (append file, encoder, hash chain) on a disk in memory, and no
 * library. It begins an episode when it starts.
 */
export function createRecorderPeer(
  host: Host,
  disk: MemoryDisk,
  episodeId: string,
  onCommitted: (c: Committed) => void,
) {
  const file = createAppendFile(disk.open());
  const fileIndex = disk.files.length - 1;
  const encoder = createMcapEncoder({ profile: 'ros2', library: 'faults' }, lanes);
  const chain = createHashChain(episodeId);
  const servers = new Set<Server<typeof recorderContract>>();
  const channels = new Map<string, number>();
  let failed = false;

  const status = () => ({
    state: failed ? ('failed' as const) : ('recording' as const),
    folder: '',
    episodeId,
    bytes: file.bytes(),
    freeBytes: null,
    fault: null,
    pictures: jpegPictures,
  });
  function fail(): void {
    if (failed) return;
    failed = true;
    for (const server of servers) server.emit('status', status());
  }
  function append(bytes: Uint8Array | undefined): void {
    if (bytes) file.append(bytes).catch(fail);
  }
  function write(name: 'records' | 'jointStates', stampSec: number, data: Uint8Array): void {
    const channel = channels.get(name) ?? encoder.addChannel(topics[name]);
    channels.set(name, channel);
    const stamp = nanoseconds(Math.max(0, stampSec));
    encoder.addMessage(topics[name].lane, channel, stamp, stamp, data);
  }
  function flush(): Promise<void> {
    for (const block of encoder.closeChunk('state')) append(block);
    const done = file.sync();
    done.catch(fail);
    return done;
  }
  function add(sent: SentRecord) {
    const link = chain.add({ ...sent, stampSec: sent.stampSec ?? host.clock.wallSec() });
    write('records', link.stampSec, encodeString(JSON.stringify(link)));
    return link;
  }

  append(encoder.start());
  void flush().catch(() => undefined);
  host.clock.every(flushEveryMs, () => {
    if (!failed) void flush().catch(() => undefined);
  });

  const notHere = () => Promise.reject(new Error('not asked of this one'));
  const handlers: Handlers<typeof recorderContract> = {
    getStatus: status,
    recordDurably: async (sent) => {
      if (failed) throw new Error('The recorder cannot write.');
      const { index, hash } = add(sent);
      await flush();
      onCommitted({ file: fileIndex, index, hash });
      return { index, hash };
    },
    startEpisode: notHere,
    endEpisode: notHere,
    listEpisodes: notHere,
    openEpisode: notHere,
    readFrame: notHere,
    verifyEpisode: notHere,
    record: (sent) => {
      if (!failed) add(sent);
    },
    robotModel: () => undefined,
    choosePictures: () => undefined,
    jointState: (state) => {
      if (!failed) write('jointStates', state.stampSec, encodeJointState(state));
    },
  };

  return {
    serve(port: Port): void {
      const server = serve(port, recorderContract, handlers, () => undefined);
      servers.add(server);
      port.onClose(() => servers.delete(server));
    },
  };
}
