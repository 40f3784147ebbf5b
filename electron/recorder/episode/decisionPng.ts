import { encode } from 'fast-png';

/** RGB bytes (top row first) as PNG, without loss; little effort, as the recording goes on meanwhile. */
export function encodeDecisionPng(width: number, height: number, rgb: Uint8Array): Uint8Array {
  return encode({ width, height, data: rgb, channels: 3, depth: 8 }, { zlib: { level: 3 } });
}
