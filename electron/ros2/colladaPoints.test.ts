import { describe, expect, it } from 'vitest';
import { colladaPoints } from './colladaPoints';
import { meshBounds } from './meshBounds';

/** A box from the origin to (1, 2, 3) in the file's unit, as an exporter writes its corners. */
const corners = [0, 1].flatMap((x) => [0, 2].flatMap((y) => [0, 3].flatMap((z) => [x, y, z])));

function dae(
  nodes: string,
  { asset = '<unit name="millimeter" meter="0.001"/><up_axis>Y_UP</up_axis>', extra = '' } = {},
): Uint8Array {
  return new TextEncoder().encode(`<?xml version="1.0" encoding="utf-8"?>
<COLLADA xmlns="http://www.collada.org/2005/11/COLLADASchema" version="1.4.1">
  <asset>${asset}</asset>
  <library_geometries>
    <geometry id="box" name="box">
      <mesh>
        <source id="box-normals"><float_array id="box-normals-array" count="3">99 99 99</float_array></source>
        <source id="box-positions">
          <float_array id="box-positions-array" count="24">
            ${corners.join(' ')}
          </float_array>
          <technique_common><accessor source="#box-positions-array" count="8" stride="3"/></technique_common>
        </source>
        <vertices id="box-vertices"><input semantic="POSITION" source="#box-positions"/></vertices>
        <triangles count="1"><input semantic="VERTEX" source="#box-vertices" offset="0"/><p>0 1 2</p></triangles>
      </mesh>
    </geometry>
  </library_geometries>
  ${extra}
  <library_visual_scenes><visual_scene id="Scene">${nodes}</visual_scene></library_visual_scenes>
  <scene><instance_visual_scene url="#Scene"/></scene>
</COLLADA>`);
}
const box = '<instance_geometry url="#box"/>';
const boundsOf = (bytes: Uint8Array) => meshBounds('link.dae', bytes);
const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));

describe('colladaPoints', () => {
  it('gives the corners in metres, whatever the up axis', () => {
    expect(boundsOf(dae(`<node>${box}</node>`))).toEqual({
      size: near([0.001, 0.002, 0.003]),
      center: near([0.0005, 0.001, 0.0015]),
    });
    expect([...colladaPoints(dae(`<node>${box}</node>`, { asset: '' }))!]).toEqual(corners);
  });

  it('puts them where the nodes put them: the last transform first, nodes within nodes', () => {
    const turned = `<node><translate>10 0 0</translate><rotate>0 0 1 90</rotate><scale>2 1 1</scale>${box}</node>`;
    // Twice as long in x, then x to y and y to -x, then ten ahead.
    expect(boundsOf(dae(turned, { asset: '' }))).toEqual({
      size: near([2, 2, 3]),
      center: near([9, 1, 1.5]),
    });
    const within = `<node><matrix>1 0 0 5 0 1 0 6 0 0 1 7 0 0 0 1</matrix><node><translate>1 1 1</translate>${box}</node></node>`;
    expect(boundsOf(dae(within, { asset: '' }))).toEqual({
      size: near([1, 2, 3]),
      center: near([6.5, 8, 9.5]),
    });
  });

  it('shows what a library holds where it is put, and nothing that is only there', () => {
    const extra = `<library_nodes><node id="part"><translate>0 0 4</translate>${box}</node></library_nodes>`;
    const twice =
      '<node><instance_node url="#part"/></node><node><translate>0 0 -4</translate><instance_node url="#part"/></node>';
    expect(boundsOf(dae(twice, { asset: '', extra }))).toEqual({
      size: near([1, 2, 7]),
      center: near([0.5, 1, 3.5]),
    });
    expect(boundsOf(dae('', { extra }))).toBeNull();
  });

  it.each([
    ['a node inside itself', dae('<node id="a"><instance_node url="#a"/></node>')],
    ['a matrix that is cut off', dae(`<node><matrix>1 0 0</matrix>${box}</node>`)],
    ['a number that is none', dae(`<node><translate>1 x 1</translate>${box}</node>`)],
    ['a unit that is none', dae(`<node>${box}</node>`, { asset: '<unit meter="0"/>' })],
    ['declared entities', new TextEncoder().encode('<!DOCTYPE a [<!ENTITY b "c">]><COLLADA/>')],
    ['a file that is cut off', dae(`<node>${box}</node>`).slice(0, 300)],
    ['no XML', new TextEncoder().encode('solid part')],
  ])('is null for %s', (_, bytes) => {
    expect(boundsOf(bytes)).toBeNull();
  });
});
