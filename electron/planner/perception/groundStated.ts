import type { Box } from '../../../shared/contract/proposal';
import type { Stated } from '../../../shared/contract/stated';
import {
  type CameraModel,
  intersectHeight,
  pixelOfShare,
  project,
} from '../../../shared/geometry/cameraModel';
import { type Covariance, largestLevelSigma, shownSigmas } from '../../../shared/geometry/covariance';
import { mm } from '../../../shared/geometry/millimetres';
import type { Vec2, Vec3 } from '../../../shared/geometry/pose';
import { nextSteps, PlanningError } from '../planningError';
import type { GroundedObject } from './groundBox';
import { rayUncertainty } from './rayUncertainty';

/**
 * Shares of the picture's width, one standard deviation: how far the middle of a model's box and a model's point are
 * off along an axis (the bundled model's are off by 0.007 in the median, which is this), and how far its sides are.
 */
export const modelSigma = { middle: 0.006, side: 0.009 };
/** m, one standard deviation: of a height that a person measured with a ruler. */
const statedSigma = 0.0015;
/** How many standard deviations a box may be from what was stated. */
const mostUnlike = 3;

/** An object where its box and what was stated of it put it, and how well its middle is known. */
export interface StatedObject {
  readonly object: GroundedObject;
  readonly covariance: Covariance;
}

/**
 * Places an object without depth: where an upright cylinder of the stated size, on the stated surface, has its
 * picture in the middle of the box. Throws PlanningError in words where that picture is not like the box.
 */
export function groundStated(camera: CameraModel, box: Box, stated: Stated): StatedObject {
  const { surface, height, width } = stated;
  if (!(box.xMin >= 0 && box.yMin >= 0 && box.xMax <= 1 && box.yMax <= 1)) {
    throw new PlanningError(
      'grounding',
      'The box reaches past the picture, so without depth the middle of the object is not known.',
      'Move the object into view, take a new picture and ask again.',
    );
  }
  const seen = middleAndSize(
    pixelOfShare(camera, [box.xMin, box.yMin]),
    pixelOfShare(camera, [box.xMax, box.yMax]),
  );
  let center: Vec3 | undefined;
  let picture = seen;
  let aim = seen.middle;
  for (let round = 0; round < 4; round++) {
    center = intersectHeight(camera, aim, surface + height / 2);
    if (!center) break;
    picture = pictureOf(camera, center, width, height);
    aim = [aim[0] + seen.middle[0] - picture.middle[0], aim[1] + seen.middle[1] - picture.middle[1]];
  }
  const most = mostUnlike * modelSigma.side * camera.width;
  // Written so that NaN fails.
  const alike = [0, 1].every((k) => Math.abs(picture.size[k]! - seen.size[k]!) <= most);
  if (!center || !alike) {
    throw new PlanningError(
      'grounding',
      `The box does not look like what was stated: something ${mm(width)} across and ${mm(height)} high on a surface ` +
        `${mm(surface)} high would be ${pixels(picture.size)} pixels there, and the box is ${pixels(seen.size)}.`,
      nextSteps.correctSizes,
    );
  }
  const covariance = rayUncertainty(
    camera,
    center,
    modelSigma.middle * camera.width,
    Math.hypot(statedSigma, statedSigma / 2),
  );
  const toward = Math.atan2(
    center[1] - camera.poseInBase.position[1],
    center[0] - camera.poseInBase.position[0],
  );
  const object: GroundedObject = {
    thing: 1,
    pointCount: 0,
    center,
    size: [width, width, height],
    top: surface + height,
    base: surface,
    unsure: largestLevelSigma(covariance) * shownSigmas,
    // Not round, so that the fingers close across the camera's view: that way a picture tells the place best.
    form: 'angular',
    footprint: { center: [center[0], center[1]], length: width, width, angle: toward },
  };
  return { object, covariance };
}

const pixels = ([w, h]: Vec2): string => `${Math.round(w)} x ${Math.round(h)}`;

function middleAndSize([u0, v0]: Vec2, [u1, v1]: Vec2): { readonly middle: Vec2; readonly size: Vec2 } {
  return { middle: [(u0 + u1) / 2, (v0 + v1) / 2], size: [u1 - u0, v1 - v0] };
}

const rim = 24;

/** The box (px) around the picture of an upright cylinder. */
function pictureOf(camera: CameraModel, [x, y, z]: Vec3, width: number, height: number) {
  const us: number[] = [];
  const vs: number[] = [];
  for (let k = 0; k < rim; k++) {
    const angle = (2 * Math.PI * k) / rim;
    for (const up of [-height / 2, height / 2]) {
      const at: Vec3 = [x + (width / 2) * Math.cos(angle), y + (width / 2) * Math.sin(angle), z + up];
      const [u, v] = project(camera, at);
      us.push(u);
      vs.push(v);
    }
  }
  return middleAndSize([Math.min(...us), Math.min(...vs)], [Math.max(...us), Math.max(...vs)]);
}
