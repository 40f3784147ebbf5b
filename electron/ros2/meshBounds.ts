import type { Vec3 } from '../../shared/geometry/pose';
import { colladaPoints } from './colladaPoints';

/** The box that holds a mesh, in the mesh's own frame and units. */
export interface MeshBounds {
  readonly size: Vec3;
  readonly center: Vec3;
}

/**
 * The bounds of an STL (binary or text), OBJ or COLLADA (.dae) file from its bytes; null where they are none of
 * these, are damaged, or hold no points. What is told apart by the name is the kind; the numbers by themselves.
 */
export function meshBounds(fileName: string, bytes: Uint8Array): MeshBounds | null {
  const kind = /\.(stl|obj|dae)$/i.exec(fileName)?.[1]?.toLowerCase();
  if (kind === 'obj') return boundsOf(textVertices(bytes, 'v'));
  if (kind === 'stl') return boundsOf(binaryTriangles(bytes) ?? textVertices(bytes, 'vertex'));
  if (kind === 'dae') return boundsOfCollada(bytes);
  return null;
}

/** Points come as they are asked for, and what is wrong with the file shows only then. */
function boundsOfCollada(bytes: Uint8Array): MeshBounds | null {
  try {
    return boundsOf(colladaPoints(bytes) ?? []);
  } catch {
    return null;
  }
}

/** Bytes of an STL before its triangles, and of each triangle: normal, three corners, two bytes more. */
const header = 84;
const triangle = 50;

/** The corners of a binary STL, or null: its length must be what its count of triangles says. */
function binaryTriangles(bytes: Uint8Array): Iterable<number> | null {
  if (bytes.byteLength < header) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(80, true);
  if (header + count * triangle > bytes.byteLength) return null;
  // A text file's bytes 80 to 83 are letters, which make a count far beyond its length.
  return (function* () {
    for (let i = 0; i < count; i++) {
      const corners = header + i * triangle + 12;
      for (let k = 0; k < 36; k += 4) yield view.getFloat32(corners + k, true);
    }
  })();
}

/** The numbers of all lines that begin with a word. */
function* textVertices(bytes: Uint8Array, word: string): Iterable<number> {
  for (const line of new TextDecoder().decode(bytes).split('\n')) {
    const parts = line.trim().split(/\s+/);
    if (parts[0] !== word) continue;
    for (let k = 1; k <= 3; k++) yield Number(parts[k]);
  }
}

function boundsOf(numbers: Iterable<number>): MeshBounds | null {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let axis = 0;
  for (const value of numbers) {
    if (!Number.isFinite(value)) return null;
    low[axis] = Math.min(low[axis]!, value);
    high[axis] = Math.max(high[axis]!, value);
    axis = (axis + 1) % 3;
  }
  if (axis !== 0 || !Number.isFinite(low[0])) return null;
  const along = (k: number) => high[k]! - low[k]!;
  const middle = (k: number) => (high[k]! + low[k]!) / 2;
  return { size: [along(0), along(1), along(2)], center: [middle(0), middle(1), middle(2)] };
}
