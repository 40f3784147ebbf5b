import { workcell } from '../../shared/scene/workcell';
import type { Palette } from '../theme/tokens';

/** The table that the robot stands on; a grid of 0.1 m on it. */
export function Workcell({ palette }: { readonly palette: Palette }) {
  const { table } = workcell;
  const [x, y] = table.centre;
  const [depth, width] = table.size;
  return (
    <group>
      <mesh position={[x, y, -table.thickness / 2]}>
        <boxGeometry args={[depth, width, table.thickness]} />
        <meshStandardMaterial color={palette.table} roughness={1} />
      </mesh>
      <gridHelper
        args={[1.2, 12, palette.grid, palette.grid]}
        position={[x, y, 0.001]}
        rotation={[Math.PI / 2, 0, 0]}
      />
    </group>
  );
}
