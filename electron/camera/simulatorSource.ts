import { simulatorCameraContract } from '../../shared/contract/cameraContract';
import { type BadMessageReport, connect, type Port } from '../../shared/contract/channel';
import type { PictureLine, PictureSource } from './pictureSource';

export const captureTimeoutMs = 3000;
export const simulatorCameraName = 'Simulator RGB-D camera';

/** The simulator's picture (a hidden window) as a source; `open` makes it the one that counts. */
export function openSimulatorSource(
  port: Port,
  open: (source: PictureSource) => PictureLine,
  onBadMessage: BadMessageReport,
): void {
  const picture = connect(port, simulatorCameraContract, onBadMessage);
  const line = open({
    cameraName: simulatorCameraName,
    advice: 'restart the camera picture and the simulator',
    capture: () => picture.request('capture', {}, { timeoutMs: captureTimeoutMs }),
    problem: () => null,
    streams: () => [],
    showNext: () => undefined,
    end: () => undefined,
  });
  picture.on('frame', (frame) => {
    line.arrived(frame.stampSec);
    line.show(frame);
    picture.notify('frameTaken', {});
  });
  picture.on('status', ({ state, text }) => {
    if (state === 'stopped') line.gone(text);
  });
  picture.onClose(() => line.gone('The camera picture is gone; it is being started again.'));
  picture.notify('frameTaken', {});
}
