import { Line } from '@react-three/drei';
import type { Grounding } from '../../shared/contract/plan';

const corners = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
  [-1, -1],
] as const;

type Point = [number, number, number];

/** The twelve edges of a box as one way from corner to corner. */
function edges(center: readonly number[], size: readonly number[]): Point[] {
  const [x = 0, y = 0, z = 0] = center;
  const [dx = 0, dy = 0, dz = 0] = size;
  const ring = (height: number): Point[] =>
    corners.map(([sx, sy]) => [x + (sx * dx) / 2, y + (sy * dy) / 2, height]);
  const low = ring(z - dz / 2);
  const high = ring(z + dz / 2);
  return [...low, ...high.flatMap((corner, i): Point[] => (i === 0 ? [corner] : [corner, low[i]!, corner]))];
}

function circle(center: readonly number[], radius: number): Point[] {
  const [x = 0, y = 0, z = 0] = center;
  return Array.from({ length: 33 }, (_, i) => {
    const angle = (i / 32) * 2 * Math.PI;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle), z];
  });
}

interface Props {
  readonly grounding: Grounding;
  readonly color: string;
}

/** Where the proposal lies in space: the object's box, the way of the gripper's tip, the place. */
export function GroundingMarks({ grounding, color }: Props) {
  const { objectCenter, objectSize, waypoints, placePoint, placeRadius } = grounding;
  return (
    <group>
      <Line points={edges(objectCenter, objectSize)} color={color} lineWidth={1.5} />
      {waypoints.length > 1 && <Line points={waypoints} color={color} lineWidth={2} />}
      {waypoints.map((point) => (
        <mesh key={point.join()} position={point}>
          <sphereGeometry args={[0.008, 10, 8]} />
          <meshBasicMaterial color={color} />
        </mesh>
      ))}
      {placePoint && (
        <Line
          points={circle([placePoint[0], placePoint[1], 0.004], placeRadius ?? 0.03)}
          color={color}
          lineWidth={1.5}
          dashed
          dashSize={0.015}
          gapSize={0.01}
        />
      )}
    </group>
  );
}
