import { createJpegEncoder, type JpegEncoder } from './jpegEncoder';
import type { JpegJob, JpegReply } from './jpegThread';

/** The thread that compresses: the page draws the next picture meanwhile. */
interface Thread {
  onmessage: ((event: MessageEvent<JpegJob>) => void) | null;
  postMessage(reply: JpegReply, transfer: Transferable[]): void;
}
const thread = globalThis as unknown as Thread;
const encoders = new Map<string, JpegEncoder>();

async function encode({ rgba, width, height, quality }: JpegJob): Promise<Uint8Array<ArrayBuffer>> {
  const key = `${width}x${height}`;
  const encoder = encoders.get(key) ?? createJpegEncoder(width, height);
  encoders.set(key, encoder);
  return encoder.encode(rgba, quality);
}

thread.onmessage = ({ data }) => {
  encode(data).then(
    (jpeg) => thread.postMessage({ id: data.id, jpeg }, [jpeg.buffer]),
    (error: unknown) => thread.postMessage({ id: data.id, problem: String(error) }, []),
  );
};
