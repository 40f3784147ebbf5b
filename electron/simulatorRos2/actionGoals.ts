/**
 * Runs goals of an action on the simulator, whose answers come as events: each goal's promise is kept here
 * until its end is told. `End` is what the simulator says at the end.
 */
export function createOpenGoals<End>() {
  const open = new Map<string, (end: End | undefined) => void>();
  return {
    /** Resolves with the end; with undefined when the simulator is gone. */
    begin: (goalId: string): Promise<End | undefined> =>
      new Promise((resolve) => {
        open.set(goalId, (end) => {
          open.delete(goalId);
          resolve(end);
        });
      }),
    end: (goalId: string, end: End): void => open.get(goalId)?.(end),
    lose(): void {
      for (const resolve of [...open.values()]) resolve(undefined);
    },
  };
}

/** An action goal's UUID as text. */
export function goalIdOf(uuid: ArrayLike<number>): string {
  return Array.from(uuid, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export interface GoalHandle {
  readonly isActive: boolean;
  readonly isCancelRequested: boolean;
  readonly goalId: { readonly uuid: ArrayLike<number> };
  succeed(): void;
  abort(): void;
  canceled(): void;
}

/**
 * Ends a goal as the simulator ended it. One that ended as canceled without anybody having asked for it was
 * replaced by another goal; ROS knows no such transition, and controllers call it aborted.
 */
export function settle(handle: GoalHandle, status: 'succeeded' | 'aborted' | 'canceled'): void {
  if (!handle.isActive) return;
  if (status === 'succeeded') handle.succeed();
  else if (status === 'canceled' && handle.isCancelRequested) handle.canceled();
  else handle.abort();
}
