const slugLength = 60;
export const episodeSuffix = '.mcap';
export const activeSuffix = '.mcap.active';

/** Letters and digits of any instruction as a piece of a file name that every file system takes. */
export function slugOf(instruction: string): string {
  const plain = instruction
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, slugLength)
    .replace(/^-+|-+$/g, '');
  return plain || 'episode';
}

/** For instance 2026-11-21T08-05-12Z-put-the-red-cube-in-the-blue-bowl: sorts by time, safe anywhere. */
export function episodeName(wallMs: number, instruction: string): string {
  const time = `${new Date(wallMs).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  return `${time}-${slugOf(instruction)}`;
}
