import { project } from '../../shared/geometry/cameraModel';
import { type Ellipse, ellipseOnPicture, shownSigmas } from '../../shared/geometry/covariance';
import type { Vec3 } from '../../shared/geometry/pose';
import type { RunView } from '../loop/loopView';
import type { MovedMark } from './Overlay';

/** Where on the decision frame the object and its place lie in 95 of 100 cases, once there is a plan. */
export function uncertaintyMarks(run: RunView | null): readonly Ellipse[] {
  const grounding = run?.plan?.plan.grounding;
  const camera = run?.frame?.observation.camera;
  const uncertainty = grounding?.uncertainty;
  if (!grounding || !uncertainty || !camera) return [];
  const known = [
    { point: grounding.objectCenter, covariance: uncertainty.object },
    ...(grounding.placePoint && uncertainty.place
      ? [{ point: grounding.placePoint, covariance: uncertainty.place }]
      : []),
  ];
  return known.flatMap(
    ({ point, covariance }) => ellipseOnPicture(camera, point, covariance, shownSigmas) ?? [],
  );
}

/** Where on the decision frame the planner moved waypoints: from the model's point to its own. */
export function repairMarks(run: RunView | null): readonly MovedMark[] {
  const camera = run?.frame?.observation.camera;
  if (!camera) return [];
  const onPicture = (point: Vec3): readonly [number, number] => {
    const [u, v] = project(camera, point);
    return [u, v];
  };
  return (run?.plan?.plan.grounding?.repairs ?? []).map(({ from, to }) => ({
    from: onPicture(from),
    to: onPicture(to),
  }));
}
