import { OrbitControls } from '@react-three/drei';

/** Turns and zooms the view about the middle of the table; it may not go below it. */
export function ViewControls() {
  return (
    <OrbitControls
      makeDefault
      target={[0.3, 0, 0.25]}
      enableDamping={false}
      minDistance={0.5}
      maxDistance={3.5}
      maxPolarAngle={Math.PI * 0.49}
    />
  );
}
