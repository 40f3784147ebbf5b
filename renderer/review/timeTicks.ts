/** Round times, about eight of them. */
export function timeTicks(durationSec: number): number[] {
  const step = [1, 2, 5, 10, 20, 30, 60, 120, 300].find((each) => durationSec / each <= 8) ?? 600;
  return Array.from({ length: Math.floor(durationSec / step) + 1 }, (_, i) => i * step);
}
