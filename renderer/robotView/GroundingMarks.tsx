import { Line } from '@react-three/drei';
import type { Grounding } from '../../shared/contract/plan';
import { boxEdges, type Point } from './boxEdges';
import { UncertaintyMark } from './UncertaintyMark';

function circle(center: readonly number[], radius: number): Point[] {
  const [x = 0, y = 0, z = 0] = center;
  return Array.from({ length: 33 }, (_, i) => {
    const angle = (i / 32) * 2 * Math.PI;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle), z];
  });
}

/** m: a line on a surface is drawn so much above it, or the two would flicker. */
const clear = 0.004;

interface Props {
  readonly grounding: Grounding;
  readonly color: string;
  /** Of where the model had waypoints that the planner moved. */
  readonly repairedColor: string;
}

/** Where the proposal lies in space: the object's box, the way of the gripper's tip, the place. */
export function GroundingMarks({ grounding, color, repairedColor }: Props) {
  const {
    objectCenter,
    objectSize,
    waypoints,
    placePoint,
    placeRadius,
    uncertainty,
    repairs = [],
  } = grounding;
  return (
    <group>
      <Line points={boxEdges(objectCenter, objectSize)} color={color} lineWidth={1.5} />
      {waypoints.length > 1 && <Line points={waypoints} color={color} lineWidth={2} />}
      {repairs.map(({ waypoint, from, to }) => (
        <group key={waypoint}>
          <mesh position={from}>
            <sphereGeometry args={[0.009, 10, 8]} />
            <meshBasicMaterial color={repairedColor} wireframe />
          </mesh>
          <Line
            points={[from, to]}
            color={repairedColor}
            lineWidth={2}
            dashed
            dashSize={0.012}
            gapSize={0.008}
          />
        </group>
      ))}
      {uncertainty && <UncertaintyMark center={objectCenter} covariance={uncertainty.object} />}
      {uncertainty?.place && placePoint && (
        <UncertaintyMark center={placePoint} covariance={uncertainty.place} />
      )}
      {waypoints.map((point) => (
        <mesh key={point.join()} position={point}>
          <sphereGeometry args={[0.008, 10, 8]} />
          <meshBasicMaterial color={color} />
        </mesh>
      ))}
      {placePoint && (
        <Line
          points={circle([placePoint[0], placePoint[1], placePoint[2] + clear], placeRadius ?? 0.03)}
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
