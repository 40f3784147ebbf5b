import { Canvas } from '@react-three/fiber';
import { type ReactNode, useState } from 'react';
import type { Palette } from '../theme/tokens';
import styles from './RobotView.module.css';
import { ViewControls } from './ViewControls';
import { WebglGuard } from './WebglGuard';
import { Workcell } from './Workcell';

interface Props {
  readonly palette: Palette;
  /** What stands on the table. */
  readonly children: ReactNode;
}

/** The space that robots are drawn in: table, light, and a view that can be turned. */
export function RobotScene({ palette, children }: Props) {
  const [lost, setLost] = useState(false);
  return (
    <>
      <WebglGuard>
        <Canvas
          className={styles.canvas}
          frameloop="demand"
          dpr={1}
          gl={{ antialias: true, powerPreference: 'low-power' }}
          camera={{ position: [1.6, -1.3, 1.05], up: [0, 0, 1], fov: 33, near: 0.05, far: 12 }}
          onCreated={({ gl, invalidate }) => {
            gl.domElement.addEventListener('webglcontextlost', (event) => {
              event.preventDefault();
              setLost(true);
            });
            gl.domElement.addEventListener('webglcontextrestored', () => {
              setLost(false);
              invalidate();
            });
          }}
        >
          <color attach="background" args={[palette.sky]} />
          <hemisphereLight args={['#ffffff', palette.table, 1.6]} />
          <directionalLight position={[1.2, -1.5, 2.4]} intensity={2.2} />
          <Workcell palette={palette} />
          {children}
          <ViewControls />
        </Canvas>
      </WebglGuard>
      {lost && (
        <p className={styles.lost}>The graphics driver dropped the 3D view; it comes back by itself.</p>
      )}
    </>
  );
}
