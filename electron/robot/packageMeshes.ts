import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { ResolveMesh } from '../../shared/robot/urdf/urdfBodies';
import { meshBounds } from '../ros2/meshBounds';

/** Larger mesh files are not read: their link gets the stand-in that unresolved meshes get. */
const largestBytes = 32 * 1024 * 1024;

/**
 * Finds the meshes of a URDF on this machine: package://NAME/PATH in the share folders of the ROS prefixes,
 * and file:///PATH. Null where there is no such file, or none that is understood. Each is read once: a description
 * that comes anew, perhaps while the arm moves, costs no time.
 */
export function packageMeshes(prefixes: readonly string[]): ResolveMesh {
  const pathsOf = (uri: string): readonly string[] => {
    if (uri.startsWith('file://')) return [decodeURIComponent(uri.slice('file://'.length))];
    const found = /^package:\/\/([A-Za-z0-9_.-]+)\/(.+)$/.exec(uri);
    if (!found) return [];
    const [, name, path] = found;
    if (!name || !path || name.startsWith('.') || path.split(/[/\\]/).includes('..')) return [];
    return prefixes.map((prefix) => join(prefix, 'share', name, ...path.split('/')));
  };
  const known = new Map<string, ReturnType<ResolveMesh>>();
  const read: ResolveMesh = (uri) => {
    for (const path of pathsOf(uri)) {
      try {
        const bytes = readFileSync(path);
        const bounds =
          bytes.byteLength <= largestBytes ? meshBounds(path.slice(path.lastIndexOf(sep)), bytes) : null;
        if (bounds) return bounds;
      } catch {
        // Not under this prefix: perhaps under the next one.
      }
    }
    return null;
  };
  return (uri) => {
    if (!known.has(uri)) known.set(uri, read(uri));
    return known.get(uri) ?? null;
  };
}
