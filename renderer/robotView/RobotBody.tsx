import { useThree } from '@react-three/fiber';
import { useEffect, useMemo, useRef } from 'react';
import { type Group, MeshStandardMaterial } from 'three';
import { forwardKinematics } from '../../shared/robot/forwardKinematics';
import type { RobotModel } from '../../shared/robot/robotModel';
import { linkGeometry } from '../simulator-camera/meshes';
import type { Drive } from './drives';

/** Of what is planned and is not there. */
export const ghostOpacity = 0.42;

interface Props {
  readonly robot: RobotModel;
  readonly drive: Drive;
  /** Translucent and in one colour: a robot that is not there. */
  readonly ghost?: { readonly color: string; readonly opacity: number };
}

/** A robot from its model's visuals, posed without React: one mesh a link, moved by forward kinematics. */
export function RobotBody({ robot, drive, ghost }: Props) {
  const group = useRef<Group>(null);
  const invalidate = useThree((state) => state.invalidate);
  const links = useMemo(
    () =>
      robot.links.flatMap((link) => {
        const geometry = linkGeometry(link);
        return geometry ? [{ name: link.name, geometry }] : [];
      }),
    [robot],
  );
  const color = ghost?.color;
  const opacity = ghost?.opacity ?? 1;
  const material = useMemo(
    () =>
      color === undefined
        ? new MeshStandardMaterial({ vertexColors: true, roughness: 0.6 })
        : new MeshStandardMaterial({
            color,
            transparent: true,
            opacity,
            depthWrite: false,
            roughness: 1,
            // Where the ghost stands exactly in the robot, the robot is seen.
            polygonOffset: true,
            polygonOffsetFactor: 2,
            polygonOffsetUnits: 8,
          }),
    [color, opacity],
  );
  useEffect(() => () => material.dispose(), [material]);
  useEffect(
    () => () => {
      for (const { geometry } of links) geometry.dispose();
    },
    [links],
  );
  useEffect(
    () =>
      drive(robot, (values) => {
        const poses = forwardKinematics(robot, values);
        for (const mesh of group.current?.children ?? []) {
          const pose = poses.get(mesh.name);
          if (!pose) continue;
          mesh.position.set(...pose.position);
          mesh.quaternion.set(...pose.orientation);
        }
        invalidate();
      }),
    [robot, drive, invalidate],
  );
  return (
    <group ref={group}>
      {links.map(({ name, geometry }) => (
        <mesh key={name} name={name} geometry={geometry} material={material} />
      ))}
    </group>
  );
}
