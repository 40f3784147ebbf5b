/** What computes a model failed in the middle of it: the same may succeed on the CPU. */
export class ComputeError extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'ComputeError';
  }
}

/** Runs a graph; whatever it throws becomes a ComputeError. */
export async function computing<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new ComputeError(error);
  }
}
