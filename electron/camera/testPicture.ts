import { createHash } from 'node:crypto';
import { type LiveFrame, simulatorCameraContract } from '../../shared/contract/cameraContract';
import { type Port, type Result, serve } from '../../shared/contract/channel';
import type { CameraModel } from '../../shared/geometry/cameraModel';

/** What the simulator's window gives. */
export type Picture = Result<typeof simulatorCameraContract, 'capture'>;

export const testCamera = {
  width: 4,
  height: 2,
  fx: 5,
  fy: 5,
  cx: 1.5,
  cy: 0.5,
  poseInBase: { position: [0.5, 0, 0.8], orientation: [1, 0, 0, 0] },
} satisfies CameraModel as Picture['camera'];

export function testPicture(stampSec: number): Picture {
  const rgb = Uint8Array.from({ length: 24 }, (_, i) => (i * 7) % 256);
  const depth = Float32Array.from({ length: 8 }, (_, i) => 0.5 + i / 100);
  return { stampSec, camera: testCamera, rgb, depth, jpeg: new Uint8Array([0xff, 0xd8, 0xff, 0xd9]) };
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A picture's source for tests, at the other end of the port; counts the credit that it is given. */
export function servePicture(port: Port, capture: () => Picture | Promise<Picture>) {
  let taken = 0;
  const bad: string[] = [];
  const server = serve(
    port,
    simulatorCameraContract,
    {
      capture,
      frameTaken: () => {
        taken++;
      },
    },
    ({ problem }) => bad.push(problem),
  );
  return {
    send: (frame: Pick<LiveFrame, 'seq' | 'stampSec'>) =>
      server.emit('frame', { ...frame, camera: testCamera, jpeg: new Uint8Array([frame.seq % 256]) }),
    say: (state: 'starting' | 'streaming' | 'stopped', text: string) =>
      server.emit('status', { state, text }),
    close: () => server.close(),
    taken: () => taken,
    bad,
  };
}
