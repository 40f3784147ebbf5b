import { type Ellipse, ellipseOnPicture, shownSigmas } from '../../shared/geometry/covariance';
import type { RunView } from '../loop/loopView';

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
