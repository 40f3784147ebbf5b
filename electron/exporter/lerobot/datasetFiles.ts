import { sourcesPath } from './layout';

/** Files that adding an episode writes anew; all others are never touched again. */
export function isRewritten(relativePath: string): boolean {
  return /^meta\/[^/]+$/.test(relativePath) || relativePath === sourcesPath;
}
