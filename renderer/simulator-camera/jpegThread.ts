export interface JpegJob {
  readonly id: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly quality: number;
}

export type JpegReply =
  | { readonly id: number; readonly jpeg: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly problem: string };

/** The quality of every picture, live or decided on: that of the pictures the model was trained with. */
const quality = 0.92;

/** Compresses a picture on a thread of its own; takes the pixels away from the caller. Rejects in words. */
export type EncodeJpeg = (
  rgba: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
) => Promise<Uint8Array<ArrayBuffer>>;

export function createJpegThread(): EncodeJpeg {
  const worker = new Worker(new URL('./jpegWorker.ts', import.meta.url), { type: 'module' });
  const pending = new Map<number, (reply: JpegReply) => void>();
  let nextId = 1;

  worker.addEventListener('message', ({ data }: MessageEvent<JpegReply>) => {
    pending.get(data.id)?.(data);
    pending.delete(data.id);
  });
  worker.addEventListener('error', ({ message }) => {
    for (const [id, settle] of pending) settle({ id, problem: message || 'the thread did not start' });
    pending.clear();
  });

  return (rgba, width, height) =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      pending.set(id, (reply) => {
        if ('jpeg' in reply) resolve(reply.jpeg);
        else reject(new Error(`The picture could not be compressed: ${reply.problem}`));
      });
      worker.postMessage({ id, rgba, width, height, quality } satisfies JpegJob, [rgba.buffer]);
    });
}
