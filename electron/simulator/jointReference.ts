/** What the joints should do at one instant, in arm joint order (rad, rad/s, rad/s^2). */
export interface JointReference {
  readonly positions: readonly number[];
  readonly velocities: readonly number[];
  readonly accelerations: readonly number[];
}

export function atRest(positions: readonly number[]): JointReference {
  const zeros = positions.map(() => 0);
  return { positions, velocities: zeros, accelerations: zeros };
}
