import { TransformControls } from '@react-three/drei';
import { useEffect, useMemo, useRef } from 'react';
import type { Group } from 'three';
import { useStore } from 'zustand';
import { armValues } from '../../shared/robot/forwardKinematics';
import type { Drive } from '../robotView/drives';
import { RobotBody } from '../robotView/RobotBody';
import { usePalette } from '../theme/usePalette';
import type { Ghost } from './ghostStore';

const opacity = 0.42;

/** The ghost in the 3D view, with handles at its gripper. */
export function GhostTarget({ ghost }: { readonly ghost: Ghost }) {
  const palette = usePalette();
  const { target, reachable, turning } = useStore(ghost.view);
  const handle = useRef<Group>(null!);
  const drive = useMemo<Drive>(
    () => (robot, pose) => {
      const [left, right] = robot.gripper.fingerJointNames;
      const show = () => {
        const { positions } = ghost.view.getState();
        if (positions.length > 0) pose({ ...armValues(robot, positions), [left]: 0.02, [right]: 0.02 });
      };
      show();
      return ghost.view.subscribe(show);
    },
    [ghost],
  );
  const dragging = useRef(false);
  useEffect(() => {
    if (!target || dragging.current) return;
    handle.current.position.set(...target.position);
    handle.current.quaternion.set(...target.orientation);
  }, [target]);
  if (!target) return null;
  return (
    <>
      <RobotBody
        robot={ghost.robot}
        drive={drive}
        ghost={{ color: reachable ? palette.accent : palette.bad, opacity }}
      />
      <group ref={handle} position={[...target.position]} quaternion={[...target.orientation]} />
      <TransformControls
        object={handle}
        mode={turning ? 'rotate' : 'translate'}
        space={turning ? 'local' : 'world'}
        size={0.7}
        onMouseDown={() => {
          dragging.current = true;
        }}
        onMouseUp={() => {
          dragging.current = false;
        }}
        onObjectChange={() => {
          const { position: p, quaternion: q } = handle.current;
          ghost.lead({ position: [p.x, p.y, p.z], orientation: [q.x, q.y, q.z, q.w] });
        }}
      />
    </>
  );
}
