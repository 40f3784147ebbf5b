import type { GripperChannel } from '../../../shared/contract/connection';

type Scale = Extract<GripperChannel, { scale: unknown }>['scale'];

/** The straight line between the opening (m) and the gripper's own position, both ways. */
export function gripperScale({ closed, open }: Scale) {
  const widthPerPosition = (open.width - closed.width) / (open.position - closed.position);
  return {
    widthPerPosition,
    widthOf: (position: number) => closed.width + (position - closed.position) * widthPerPosition,
    positionOf: (width: number) => closed.position + (width - closed.width) / widthPerPosition,
  };
}
