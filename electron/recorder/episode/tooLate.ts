/**
 * Counts what arrives while an episode is being closed. It is part of no episode; that it came is told in
 * the log, in one line, as joint states come a hundred times a second.
 */
export function createTooLate() {
  const counts = new Map<string, number>();
  return {
    note(what: string): void {
      counts.set(what, (counts.get(what) ?? 0) + 1);
    },
    /** What came since the last call, in the order of first arrival ("3 joint state, ..."); empty if nothing. */
    take(): string {
      const text = [...counts].map(([what, count]) => `${count} ${what}`).join(', ');
      counts.clear();
      return text;
    },
  };
}
