import { useMemo } from 'react';
import { Matrix4 } from 'three';
import { axesOf, type Covariance, shownSigmas } from '../../shared/geometry/covariance';
import type { Vec3 } from '../../shared/geometry/pose';

/** m: a smaller ellipsoid could not be seen. */
const leastRadius = 0.003;

interface Props {
  readonly center: readonly [number, number, number];
  readonly covariance: Covariance;
}

/** The ellipsoid in which a place lies in 95 of 100 cases. */
export function UncertaintyMark({ center, covariance }: Props) {
  const matrix = useMemo(() => ellipsoid(center, covariance), [center, covariance]);
  return (
    <mesh matrixAutoUpdate={false} matrix={matrix} renderOrder={2}>
      <sphereGeometry args={[1, 20, 14]} />
      <meshBasicMaterial color="#ffffff" transparent opacity={0.45} depthTest={false} depthWrite={false} />
    </mesh>
  );
}

/** Takes the unit ball to it: its axes are the columns. */
function ellipsoid([x, y, z]: Props['center'], covariance: Covariance): Matrix4 {
  const axes = axesOf(covariance).map(({ direction, sigma }): Vec3 => {
    const radius = Math.max(leastRadius, shownSigmas * sigma);
    return [direction[0] * radius, direction[1] * radius, direction[2] * radius];
  });
  const [a, b, c] = axes as [Vec3, Vec3, Vec3];
  return new Matrix4().set(a[0], b[0], c[0], x, a[1], b[1], c[1], y, a[2], b[2], c[2], z, 0, 0, 0, 1);
}
