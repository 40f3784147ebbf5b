import { type Client, connect, type Params } from '../../../shared/contract/channel';
import {
  type ExportOrder,
  type ExportStatus,
  exporterContract,
} from '../../../shared/contract/exporterContract';
import { memoryPortPair } from '../../../shared/contract/memoryPort';
import { createExporterService } from '../exporterService';

/** The exporter behind an in-memory port; no page encodes video for it. */
export function startTestExporter(folder: string) {
  const [mine, theirs] = memoryPortPair();
  let ids = 0;
  const wishes: boolean[] = [];
  const service = createExporterService({
    folder,
    appVersion: '0',
    newId: () => `export-${ids++}`,
    nowMs: () => performance.now(),
    wallMs: () => Date.now(),
    wantVideoEncoder: (wanted) => wishes.push(wanted),
    encoderTimeoutMs: 20,
    onBadMessage: ({ problem }) => {
      throw new Error(problem);
    },
  });
  service.addClient(theirs);
  const client = connect(mine, exporterContract, ({ problem }) => {
    throw new Error(problem);
  });
  return { service, client, wishes };
}

export const plainOrder: Omit<ExportOrder, 'format' | 'episodeIds' | 'folder'> = {
  name: 'result',
  append: false,
  fps: null,
  span: 'motion',
  pictures: 'images',
  dropCameras: [],
  hide: [],
  crop: [],
};

/** Has an export or import carried out; resolves with how it ended. */
export async function endOf<K extends 'startExport' | 'startImport'>(
  client: Client<typeof exporterContract>,
  what: K,
  order: Params<typeof exporterContract, K>,
): Promise<ExportStatus> {
  const ended = new Promise<ExportStatus>((resolve) => {
    const stop = client.on('export', (status) => {
      if (status.state === 'running') return;
      stop();
      resolve(status);
    });
  });
  await client.request(what, order);
  return ended;
}

export const carryOut = (client: Client<typeof exporterContract>, order: ExportOrder) =>
  endOf(client, 'startExport', order);
