import { Line } from '@react-three/drei';
import type { BoxExtent, Fences } from '../../shared/contract/fences';
import type { Palette } from '../theme/tokens';
import { boxEdges, type Point } from './boxEdges';

const middle = ({ min, max }: BoxExtent): Point => [
  (min[0] + max[0]) / 2,
  (min[1] + max[1]) / 2,
  (min[2] + max[2]) / 2,
];
const extent = ({ min, max }: BoxExtent): Point => [max[0] - min[0], max[1] - min[1], max[2] - min[2]];

/** The workspace by its edges, keep-out boxes translucent. */
export function FenceBoxes({ fences, palette }: { readonly fences: Fences; readonly palette: Palette }) {
  const { workspace, keepOut } = fences;
  return (
    <group>
      <Line
        points={boxEdges(middle(workspace), extent(workspace))}
        color={palette.textFaint}
        lineWidth={1}
        transparent
        opacity={0.35}
      />
      {keepOut.map((box) => (
        <group key={box.name}>
          <mesh position={middle(box)}>
            <boxGeometry args={extent(box)} />
            <meshBasicMaterial color={palette.bad} transparent opacity={0.16} depthWrite={false} />
          </mesh>
          <Line points={boxEdges(middle(box), extent(box))} color={palette.bad} lineWidth={1} />
        </group>
      ))}
    </group>
  );
}
