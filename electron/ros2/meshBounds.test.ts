import { describe, expect, it } from 'vitest';
import { meshBounds } from './meshBounds';

const corners = [
  [0, 0, 0],
  [2, 0, 0],
  [0, -4, 1],
] as const;
const bounds = { size: [2, 4, 1], center: [1, -2, 0.5] };

function binary(count = 1, beginning = ''): Uint8Array {
  const view = new DataView(new ArrayBuffer(84 + 50));
  for (const [i, letter] of [...beginning].entries()) view.setUint8(i, letter.charCodeAt(0));
  view.setUint32(80, count, true);
  // The normal is no point: it must not count.
  for (let k = 0; k < 3; k++) view.setFloat32(84 + 4 * k, 99, true);
  for (const [i, corner] of corners.entries()) {
    for (const [k, value] of corner.entries()) view.setFloat32(96 + 12 * i + 4 * k, value, true);
  }
  return new Uint8Array(view.buffer);
}
const text = (lines: readonly string[]) => new TextEncoder().encode(lines.join('\n'));
const stl = (numbers: string) => [
  'solid part',
  ' facet normal 99 99 99',
  '  outer loop',
  ...corners.map((corner) => `   vertex ${corner.join(' ')}`),
  `   ${numbers}`,
  '  endloop',
  ' endfacet',
  'endsolid part',
];

describe('meshBounds', () => {
  it('reads binary STL, even one that begins with the word of the text form', () => {
    expect(meshBounds('a.STL', binary())).toEqual(bounds);
    expect(meshBounds('a.stl', binary(1, 'solid made by a program'))).toEqual(bounds);
    // Bytes in the middle of a larger buffer, as a file reader may give them.
    const wide = new Uint8Array(200);
    wide.set(binary(), 7);
    expect(meshBounds('a.stl', wide.subarray(7, 7 + 134))).toEqual(bounds);
  });

  it('reads text STL and OBJ', () => {
    expect(meshBounds('a.stl', text(stl('')))).toEqual(bounds);
    const obj = ['o part', ...corners.map((corner) => `v ${corner.join(' ')}`), 'vn 99 99 99', 'f 1 2 3'];
    expect(meshBounds('b.obj', text(obj))).toEqual(bounds);
  });

  it.each([
    ['nothing', 'a.stl', new Uint8Array()],
    ['a file that is cut off', 'a.stl', binary(5)],
    ['a file without triangles', 'a.stl', binary(0)],
    ['a corner that is no number', 'a.stl', text(stl('vertex 1 x 2'))],
    ['a corner of two numbers', 'a.stl', text(stl('vertex 1 2'))],
    ['an OBJ without points', 'a.obj', text(['o part'])],
    ['another kind of file', 'a.glb', binary()],
    ['a COLLADA file that is none', 'a.dae', binary()],
  ])('gives null for %s', (_, name, bytes) => {
    expect(meshBounds(name, bytes)).toBeNull();
  });
});
