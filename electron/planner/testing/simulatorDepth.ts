import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import type { CameraModel } from '../../../shared/geometry/cameraModel';

/** A decision frame that the real simulator camera gave: depth (m), the camera, and the arm in it (an fr3). */
export function simulatorDepth(): {
  readonly depth: Float32Array;
  readonly camera: CameraModel;
  readonly positions: readonly number[];
  readonly gripperWidth: number;
} {
  const file = (name: string) => readFileSync(new URL(`../perception/fixtures/${name}`, import.meta.url));
  const { camera, positions, gripperWidth } = JSON.parse(file('simulatorDepth.json').toString('utf8'));
  const bytes = inflateSync(file('simulatorDepth.bin'));
  const values = new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  for (let i = 0; i < values.length; i++) if (i % camera.width > 0) values[i]! += values[i - 1]!;
  return { depth: Float32Array.from(values, (v) => v / 1e4), camera, positions, gripperWidth };
}
