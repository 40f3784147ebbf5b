import { createHash } from 'node:crypto';
import type { DecisionFrame } from './decisionFrames';
import type { Picture, PictureSource } from './pictureSource';
import type { PictureWatch } from './pictureWatch';

/** A captured picture may be this much older than the newest live frame, not more. */
const captureLagSec = 0.5;

/** Every reason not to decide on a picture ends with what it means for the robot and what to do. */
class NoFreshPicture extends Error {
  constructor(happened: string, advice = 'restart the camera picture') {
    super(
      `No decision frame: ${happened} Nothing moves because of this. Wait until the live view is live again, or ${advice}, then try again.`,
    );
    this.name = 'NoFreshPicture';
  }
}

/**
 * Takes a decision frame from the picture's source. Rejects in words when the source is gone, gives no
 * picture, or answers with a picture that is old or not of the stated size.
 */
export async function freeze(
  source: PictureSource | undefined,
  watch: PictureWatch,
  newId: () => string,
): Promise<{ readonly frame: DecisionFrame; readonly jpeg: Uint8Array<ArrayBuffer> }> {
  if (!source) throw new NoFreshPicture('the camera picture is not connected.');
  const before = watch.lastStampSec();
  const { cameraName, advice } = source;
  const picture = await source.capture().catch((error: unknown) => {
    throw new NoFreshPicture(
      `the camera gave none (${error instanceof Error ? error.message : String(error)})`,
      advice,
    );
  });
  refuseUnlessFresh(picture, watch, before);
  refuseUnlessWhole(picture);
  const rgb = compact(picture.rgb);
  const imageHash = createHash('sha256').update(rgb).digest('hex');
  const { stampSec, camera, depth } = picture;
  return {
    frame: {
      observation: {
        observationId: newId(),
        stampSec,
        camera,
        cameraName,
        imageHash,
        hasDepth: depth !== null,
      },
      rgb,
      depth,
    },
    jpeg: compact(picture.jpeg),
  };
}

function refuseUnlessFresh(picture: Picture, watch: PictureWatch, before: number | undefined): void {
  const status = watch.status();
  const newer = before === undefined || picture.stampSec > before;
  if (!newer && (status.state === 'stalled' || status.state === 'stopped')) {
    throw new NoFreshPicture(
      `the camera's picture has not changed for ${(status.ageMs / 1000).toFixed(1)} s.`,
    );
  }
  const newest = watch.lastStampSec();
  if (newest !== undefined && newest - picture.stampSec > captureLagSec) {
    throw new NoFreshPicture(
      `the captured picture is ${(newest - picture.stampSec).toFixed(1)} s older than the live view.`,
    );
  }
}

function refuseUnlessWhole(picture: Picture): void {
  const pixels = picture.camera.width * picture.camera.height;
  if (picture.rgb.byteLength !== pixels * 3 || (picture.depth && picture.depth.length !== pixels)) {
    throw new NoFreshPicture(
      `the captured picture is not ${picture.camera.width} x ${picture.camera.height} pixels (${picture.rgb.byteLength} bytes of colour, ${picture.depth?.length ?? 0} of depth).`,
    );
  }
}

/** A view into a larger buffer would drag that whole buffer through every port. */
function compact(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}
