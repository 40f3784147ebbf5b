/** A thread with fewer weights than this to multiply waits for the others longer than it computes. */
const bytesPerThread = 32e6;
const mostThreads = 8;

/**
 * Threads to compute a model with: as many as its size is worth, and always one core fewer than there are,
 * for the robot's and the picture's processes.
 */
export function computeThreads(packBytes: number, cores: number): number {
  return Math.max(1, Math.min(mostThreads, cores - 1, Math.ceil(packBytes / bytesPerThread)));
}
