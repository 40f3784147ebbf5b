import type { CameraInfoMessage } from './readMessages';

/** How a camera sees: a pinhole, and how its lens bends the rays before. */
export interface Lens {
  readonly width: number;
  readonly height: number;
  readonly fx: number;
  readonly fy: number;
  readonly cx: number;
  readonly cy: number;
  /** k1, k2, p1, p2, k3, k4, k5, k6 (plumb_bob has the first five); null: straight. */
  readonly bend: Bend | null;
}
export type Bend = readonly [number, number, number, number, number, number, number, number];

/** A bend that moves no pixel further than this is none. */
const noticeablePixels = 0.5;
/** One that moves a pixel further than this share of the width is not to be undone with these numbers. */
const mostShare = 0.2;

/**
 * The lens of a camera_info. A topic that image_proc made (its name ends in rect, rect_color, rect_raw...)
 * is straight and seen through P; any other is seen through K and bent by D. Throws in words when the
 * camera is not calibrated or has a lens that cannot be undone here (fisheye).
 */
export function lensOf(info: CameraInfoMessage, colorTopic: string): Lens {
  const rectified = /(^|[/_])rect(_[a-z]+)?(\/|$)/.test(colorTopic);
  const { width, height, k, p } = info;
  const [fx, fy, cx, cy] = rectified ? [p[0], p[5], p[2], p[6]] : [k[0], k[4], k[2], k[5]];
  if (!(fx! > 0) || !(fy! > 0) || !Number.isFinite(cx! + cy!)) {
    throw new Error(
      `camera_info holds no focal length (${rectified ? 'P' : 'K'} is ${fx}, ${fy}): the camera is not calibrated.`,
    );
  }
  const lens = { width, height, fx: fx!, fy: fy!, cx: cx!, cy: cy!, bend: null };
  return rectified ? lens : { ...lens, bend: bendOf(info, lens) };
}

function bendOf({ distortionModel, d }: CameraInfoMessage, pinhole: Lens): Bend | null {
  const polynomial = distortionModel === 'plumb_bob' || distortionModel === 'rational_polynomial';
  if (!polynomial && distortionModel !== '') {
    throw new Error(
      `The camera's lens is described as "${distortionModel}", which is not undone here. Use a rectified topic (image_proc gives one).`,
    );
  }
  if (d.every((value) => value === 0)) return null;
  if (!polynomial || !d.every(Number.isFinite) || d.length > 8) {
    throw new Error(
      `camera_info holds ${d.length} numbers of distortion that cannot be read ("${distortionModel}").`,
    );
  }
  const at = (i: number) => d[i] ?? 0;
  const bend: Bend = [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)];
  const shift = largestShift({ ...pinhole, bend });
  if (shift < noticeablePixels) return null;
  if (!(shift < mostShare * pinhole.width)) {
    throw new Error(
      `The distortion in camera_info moves pixels by up to ${Number.isFinite(shift) ? shift.toFixed(0) : 'any number of'} pixels: too much to undo. Calibrate the camera, or use a rectified topic.`,
    );
  }
  return bend;
}

/**
 * Where a pixel of the straight picture lies in the bent one (the formula of OpenCV and REP 104, plumb_bob
 * with the rational denominator).
 */
export function bentPixel(lens: Lens, u: number, v: number): readonly [number, number] {
  if (!lens.bend) return [u, v];
  const [k1, k2, p1, p2, k3, k4, k5, k6] = lens.bend;
  const x = (u - lens.cx) / lens.fx;
  const y = (v - lens.cy) / lens.fy;
  const r2 = x * x + y * y;
  const radial = (1 + r2 * (k1 + r2 * (k2 + r2 * k3))) / (1 + r2 * (k4 + r2 * (k5 + r2 * k6)));
  return [
    (x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x)) * lens.fx + lens.cx,
    (y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y) * lens.fy + lens.cy,
  ];
}

/** Over the edge and the inside of the picture; NaN and infinite where the formula breaks down. */
function largestShift(lens: Lens): number {
  const steps = 16;
  let most = 0;
  for (let i = 0; i <= steps; i++) {
    for (let j = 0; j <= steps; j++) {
      const [u, v] = [((lens.width - 1) * i) / steps, ((lens.height - 1) * j) / steps];
      const [bu, bv] = bentPixel(lens, u, v);
      const shift = Math.hypot(bu - u, bv - v);
      if (!(shift <= most)) most = shift;
      if (!Number.isFinite(most)) return Number.POSITIVE_INFINITY;
    }
  }
  return most;
}
