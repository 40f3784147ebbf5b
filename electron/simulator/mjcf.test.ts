import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { armValues, forwardKinematics } from '../../shared/robot/forwardKinematics';
import { fr3 } from '../../shared/robot/fr3';
import { dishOf } from '../../shared/scene/objectGeometry';
import { mjcf } from './mjcf';
import { objectBody } from './mjcfObjects';
import { objectAt, sceneWith, usualSize } from './testing/scenes';
import { createWorld, loadPhysics, type Physics } from './world';

const fixture = z
  .object({
    frames: z.array(z.string()),
    samples: z.array(
      z.object({ q: z.array(z.number()), finger: z.number(), poses: z.array(z.array(z.number())) }),
    ),
  })
  .parse(
    JSON.parse(readFileSync(new URL('../../resources/recipe/oracles/fr3-fk.json', import.meta.url), 'utf8')),
  );

/** The angle (rad) between rotations given as unit quaternions, in any order of components. */
function angleBetween(a: readonly number[], b: readonly number[]): number {
  const sign = a.reduce((sum, v, i) => sum + v * b[i]!, 0) < 0 ? -1 : 1;
  return 4 * Math.asin(Math.hypot(...a.map((v, i) => v - sign * b[i]!)) / 2);
}

describe('mjcf', () => {
  let physics: Physics;
  beforeAll(async () => {
    physics = await loadPhysics();
  });

  function compile(scene = sceneWith()) {
    const model = physics.MjModel.from_xml_string(mjcf(fr3, scene));
    const data = new physics.MjData(model);
    const id = (kind: number, name: string) => physics.mj_name2id(model, kind, name);
    return { model, data, joint: (name: string) => id(3, name), body: (name: string) => id(1, name) };
  }

  it('has the kinematics that pinocchio has of the arm, and that shared/robot has', () => {
    const { model, data, joint, body } = compile();
    const site = physics.mj_name2id(model, physics.mjtObj.mjOBJ_SITE.value, fr3.tcpFrame);
    const matrixQuat = new physics.DoubleBuffer(4);
    const worst = { position: 0, angle: 0, sharedPosition: 0 };
    for (const { q, finger, poses } of fixture.samples) {
      const values = {
        ...armValues(fr3, q),
        ...Object.fromEntries(fr3.gripper.fingerJointNames.map((name) => [name, finger])),
      };
      for (const [name, value] of Object.entries(values)) {
        data.qpos[model.jnt_qposadr[joint(name)]] = value;
      }
      physics.mj_kinematics(model, data);
      const shared = forwardKinematics(fr3, values);
      fixture.frames.forEach((frame, k) => {
        const isTcp = frame === fr3.tcpFrame;
        const at = isTcp ? site : body(frame);
        const position = Array.from(
          (isTcp ? data.site_xpos : data.xpos).subarray(3 * at, 3 * at + 3),
        ) as number[];
        if (isTcp) physics.mju_mat2Quat(matrixQuat, data.site_xmat.subarray(9 * at, 9 * at + 9));
        const quat = Array.from(
          isTcp ? matrixQuat.GetView() : data.xquat.subarray(4 * at, 4 * at + 4),
        ) as number[];
        const [x, y, z, qx, qy, qz, qw] = poses[k]! as [
          number,
          number,
          number,
          number,
          number,
          number,
          number,
        ];
        const away = (other: readonly number[]) => Math.hypot(...position.map((v, i) => v - other[i]!));
        worst.position = Math.max(worst.position, away([x, y, z]));
        worst.angle = Math.max(worst.angle, angleBetween(quat, [qw, qx, qy, qz]));
        worst.sharedPosition = Math.max(worst.sharedPosition, away(shared.get(frame)!.position));
      });
    }
    expect(fixture.samples.length).toBeGreaterThanOrEqual(200);
    expect(worst.position).toBeLessThan(1e-6);
    expect(worst.angle).toBeLessThan(1e-6);
    expect(worst.sharedPosition).toBeLessThan(1e-12);
  });

  it('keeps the published limits of position and effort', () => {
    const { model, joint } = compile();
    for (const { name, limits } of fr3.joints.filter((j) => j.type !== 'fixed')) {
      const id = joint(name);
      expect(Array.from(model.jnt_range.subarray(2 * id, 2 * id + 2))).toEqual([
        limits!.lower,
        limits!.upper,
      ]);
      expect(Array.from(model.jnt_actfrcrange.subarray(2 * id, 2 * id + 2))).toEqual([
        -limits!.effort,
        limits!.effort,
      ]);
    }
  });

  it('gives objects masses that such things have (kg)', () => {
    const kinds = ['cube', 'can', 'ball', 'bowl', 'plate'] as const;
    const { model, body } = compile(sceneWith(...kinds.map((kind, i) => objectAt(kind, 0.3, i * 0.3 - 0.6))));
    const mass = (kind: string) => model.body_mass[body(objectBody(kind))] as number;
    expect(mass('cube')).toBeCloseTo(600 * 0.045 ** 3, 6);
    for (const kind of kinds) {
      expect(mass(kind), kind).toBeGreaterThan(0.02);
      expect(mass(kind), kind).toBeLessThan(0.4);
    }
  });

  it.each(['bowl', 'plate'] as const)('builds a %s that fills its extents and is hollow', (kind) => {
    const { model, data, body } = compile(sceneWith(objectAt(kind, 0.5, 0)));
    physics.mj_forward(model, data);
    const size = usualSize[kind];
    const dish = dishOf(kind, size);
    const down = (x: number) => {
      const geom = new physics.IntBuffer(1);
      const normal = new physics.DoubleBuffer(3);
      const fall = physics.mj_ray(
        model,
        data,
        [0.5 + x, 0, 1],
        [0, 0, -1],
        [1, 1, 1, 1, 1, 1],
        true,
        -1,
        geom,
        normal,
      );
      const hit = geom.GetView()[0] as number;
      geom.delete();
      normal.delete();
      return model.geom_bodyid[hit] === body(objectBody(kind)) ? 1 - fall : 'table';
    };
    expect(down(0)).toBeCloseTo(dish.floorThickness, 6);
    expect(down(dish.floorRadius * 0.9)).toBeCloseTo(dish.floorThickness, 6);
    // Rays along x meet a corner of the outline, where the boxes of two sides overlap.
    expect(down(size[0] / 2 - 0.003)).toBeGreaterThan(size[2] - 0.004);
    expect(down(size[0] / 2 + 0.003)).toBe('table');
  });

  it('says what the engine refuses', () => {
    const flat = { ...objectAt('cube', 0.5, 0), size: [0, 0, 0] as const };
    expect(() => createWorld(physics, fr3, sceneWith(flat))).toThrow(
      /The physics engine refused the scene: .*size/s,
    );
  });
});
