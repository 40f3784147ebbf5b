import { createHash } from 'node:crypto';

/** The 16 bytes that name a goal of an action. */
export type GoalId = Uint8Array;

/** How a goal id is told apart: as hexadecimal text. */
export const goalKey = (id: GoalId): string => Buffer.from(id).toString('hex');

/**
 * Goal ids of this console begin with a mark made from who it is (machine and user), so that what a
 * console that died left running is known as its own by the next one; the rest is random.
 */
export function createGoalIds(who: string, randomBytes: (count: number) => Uint8Array) {
  const mark = createHash('sha256').update(`r1-console ${who}`).digest().subarray(0, 6);
  return {
    next: (): GoalId => Uint8Array.from([...mark, ...randomBytes(10)]),
    isMarked: (id: GoalId): boolean => mark.every((byte, i) => id[i] === byte),
  };
}
export type GoalIds = ReturnType<typeof createGoalIds>;
