import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ModelChoices, modelChoicesSchema } from '../../contract/connection';
import { createKinematics, tipPose } from '../../motion/kinematics';
import { bundledRobots } from '../bundledRobots';
import type { RobotModel } from '../robotModel';
import { robotModelSchema } from '../robotModelSchema';
import { modelFromUrdf } from './readUrdf';
import { UrdfFault } from './urdfFault';
import { writeUrdf } from './writeUrdf';

const choicesOf = (more: Partial<ModelChoices> = {}): ModelChoices => ({
  ...modelChoicesSchema.parse({ source: { kind: 'topic', topic: '/robot_description' } }),
  ...more,
});
const ofModel = ({ tcpFrame, armJointNames, home }: RobotModel) =>
  choicesOf({ tcpFrame, armJointNames: [...armJointNames], home: [...home] });

/** Two values alike up to rounding; quaternions may have the other sign. */
function expectAlike(read: unknown, wrote: unknown, where: string): void {
  if (typeof wrote === 'number') {
    expect(Math.abs((read as number) - wrote), where).toBeLessThan(1e-8);
  } else if (Array.isArray(wrote)) {
    expect((read as unknown[]).length, where).toBe(wrote.length);
    const flip =
      where.endsWith('orientation') && wrote.reduce((sum, v, i) => sum + v * (read as number[])[i]!, 0) < 0;
    for (const [i, value] of wrote.entries()) {
      expectAlike((read as unknown[])[i], flip ? -(value as number) : value, `${where}[${i}]`);
    }
  } else if (typeof wrote === 'object' && wrote !== null) {
    expect(Object.keys(read as object).sort(), where).toEqual(Object.keys(wrote).sort());
    for (const [key, value] of Object.entries(wrote)) {
      expectAlike((read as Record<string, unknown>)[key], value, `${where}.${key}`);
    }
  } else {
    expect(read, where).toBe(wrote);
  }
}

describe.each(Object.values(bundledRobots).map((robot) => [robot.name, robot] as const))(
  '%s as URDF',
  (_, robot) => {
    it('reads back as it was written', () => {
      const { model, remarks } = modelFromUrdf(writeUrdf(robot), ofModel(robot));
      expectAlike(model, robot, robot.name);
      expect(remarks).toEqual([]);
    });

    it('needs no choices to find the arm, the gripper and the tip', () => {
      const { model, remarks } = modelFromUrdf(writeUrdf(robot), choicesOf());
      expect(model.armJointNames).toEqual(robot.armJointNames);
      expect(model.gripper).toEqual(robot.gripper);
      expect(model.tcpFrame).toBe(robot.tcpFrame);
      expect(remarks.join()).toMatch(/names no tip frame.*no home posture/);
    });
  },
);

const link = (name: string, inside = '') => `<link name="${name}">${inside}</link>`;
const joint = (name: string, parent: string, child: string, more = '', type = 'revolute') =>
  `<joint name="${name}" type="${type}"><parent link="${parent}"/><child link="${child}"/>${more}</joint>`;
const limit = '<limit lower="-2" upper="2" velocity="1.5" effort="20"/>';
const up = '<origin xyz="0 0 0.3"/><axis xyz="0 1 0"/>';
const robotOf = (...parts: string[]) => `<robot name="small">${parts.join('')}</robot>`;
const arm = [
  link('base'),
  link('upper'),
  link('lower'),
  joint('shoulder', 'base', 'upper', up + limit),
  joint('elbow', 'upper', 'lower', up + limit),
];
const read = (text: string, more: Partial<ModelChoices> = {}) => modelFromUrdf(text, choicesOf(more));

describe('modelFromUrdf', () => {
  it('reads a small arm, however its joints are ordered, and takes acceleration and jerk from the choices', () => {
    const { model } = read(robotOf(...[...arm].reverse()), { acceleration: 3, jerk: 70 });
    expect(model.armJointNames).toEqual(['shoulder', 'elbow']);
    expect(model.joints[0]!.limits).toEqual({
      lower: -2,
      upper: 2,
      velocity: 1.5,
      acceleration: 3,
      jerk: 70,
      effort: 20,
    });
    expect(tipPose(createKinematics(model), [Math.PI / 2, 0]).position[0]).toBeCloseTo(0.3, 9);
  });

  it('gives a joint without end two turns, and narrows limits but never widens them', () => {
    const text = robotOf(
      ...arm,
      link('hand'),
      joint('wrist', 'lower', 'hand', '<limit velocity="9" effort="1"/>', 'continuous'),
    );
    const { model } = read(text, {
      limits: { wrist: { velocity: 2, acceleration: 1 }, elbow: { lower: -1, upper: 9, velocity: 50 } },
    });
    const limitsOf = (name: string) => model.joints.find((j) => j.name === name)!.limits!;
    expect(limitsOf('wrist')).toMatchObject({
      lower: -2 * Math.PI,
      upper: 2 * Math.PI,
      velocity: 2,
      acceleration: 1,
    });
    expect(limitsOf('elbow')).toMatchObject({ lower: -1, upper: 2, velocity: 1.5 });
  });

  it('heeds the soft limits of a safety controller', () => {
    const soft = '<safety_controller soft_lower_limit="-1.5" soft_upper_limit="3" k_velocity="1"/>';
    const { model } = read(robotOf(link('a'), link('b'), joint('j', 'a', 'b', limit + soft)));
    expect(model.joints[0]!.limits).toMatchObject({ lower: -1.5, upper: 2 });
  });

  it('reads fingers whichever way their travel is written', () => {
    const slide = (name: string, child: string, axis: string, range: string, more = '') =>
      link(child) +
      joint(
        name,
        'lower',
        child,
        `<axis xyz="${axis}"/><limit ${range} velocity="1" effort="10"/>${more}`,
        'prismatic',
      );
    const fingers = (second: string) =>
      robotOf(...arm, slide('f1', 'left', '0 1 0', 'lower="0" upper="0.035"'), second);
    for (const second of [
      slide('f2', 'right', '0 -1 0', 'lower="0" upper="0.035"', '<mimic joint="f1"/>'),
      slide('f2', 'right', '0 1 0', 'lower="-0.035" upper="0"'),
      slide('f2', 'right', '0 1 0', 'lower="-0.035" upper="0"', '<mimic joint="f1" multiplier="-1"/>'),
    ]) {
      const { model } = read(fingers(second), { tcpFrame: 'lower' });
      expect(model.gripper).toEqual({ fingerJointNames: ['f1', 'f2'], maxWidth: 0.07, maxForce: 10 });
      const [f1, f2] = ['f1', 'f2'].map((name) => model.joints.find((j) => j.name === name)!);
      expect([f1!.axis[1], f2!.axis[1]]).toEqual([1, -1]);
      expect([f2!.limits!.lower, f2!.limits!.upper]).toEqual([0, 0.035]);
    }
  });

  it('stands a gripper of another kind still, with fingers that tell its opening', () => {
    const knuckle = link('knuckle') + joint('knuckle_joint', 'lower', 'knuckle', limit);
    const { model, remarks } = modelFromUrdf(
      robotOf(...arm, knuckle),
      choicesOf({ tcpFrame: 'lower' }),
      undefined,
      {
        maxWidth: 0.085,
      },
    );
    expect(model.gripper.maxWidth).toBe(0.085);
    expect(model.joints.find((j) => j.name === 'knuckle_joint')!.type).toBe('fixed');
    expect(model.armJointNames).toEqual(['shoulder', 'elbow']);
    expect(remarks.join()).toMatch(/no two sliding fingers.*85 mm/);
  });

  it('turns fixed joints above the chosen base round, and keeps what hangs there', () => {
    const text = robotOf(
      link('world'),
      link('stand'),
      ...arm,
      joint('mount', 'world', 'base', '<origin xyz="0 0 1"/>', 'fixed'),
      joint('s', 'world', 'stand', '<origin xyz="1 0 0"/>', 'fixed'),
    );
    const { model } = read(text, { baseFrame: 'base', tcpFrame: 'lower' });
    expect(model.links.map((l) => l.name).sort()).toEqual(
      ['base', 'lower', 'stand', 'upper', 'world', ...['left', 'right'].map((s) => `lower_${s}_pad`)].sort(),
    );
    expect(model.joints.find((j) => j.child === 'world')).toMatchObject({
      parent: 'base',
      origin: { position: [-0, -0, -1] },
    });
  });

  it('takes meshes as their bounding boxes, scaled, and stands something in where there is none', () => {
    const mesh = (file: string) =>
      `<collision><origin xyz="0 0 0.1"/><geometry><mesh filename="package://p/${file}" scale="0.001 0.001 0.001"/></geometry></collision>`;
    const text = robotOf(link('base', mesh('a.stl')), link('upper', mesh('b.stl')), ...arm.slice(2));
    const { model, remarks } = modelFromUrdf(text, choicesOf(), (uri) =>
      uri.endsWith('a.stl') ? { size: [100, 200, 50], center: [0, 0, 25] } : null,
    );
    expect(model.links[0]!.collisions[0]).toMatchObject({
      shape: { type: 'box', size: [0.1, 0.2, 0.05] },
      pose: { position: [0, 0, 0.125] },
    });
    expect(model.links[1]!.collisions[0]!.shape).toMatchObject({ type: 'capsule', length: 0.3 });
    expect(remarks.filter((text) => text.includes('b.stl'))).toHaveLength(1);
    expect(remarks.join()).not.toContain('a.stl');
  });

  it('holds still at 0 what is neither arm nor gripper, and says so', () => {
    const { model, remarks } = read(robotOf(...arm, link('head'), joint('neck', 'base', 'head', limit)), {
      tcpFrame: 'lower',
    });
    expect(model.joints.find((j) => j.name === 'neck')!.type).toBe('fixed');
    expect(remarks.join()).toMatch(/"neck" is neither arm nor gripper/);
  });
});

describe('modelFromUrdf refuses, naming what is wrong,', () => {
  const big = `<box size="1 1 1"/>`;
  it.each<[string, string, RegExp, Partial<ModelChoices>?]>([
    ['text that is no XML', 'hello', /well-formed XML|no <robot>/],
    ['XML that is cut off', '<robot name="a"><link name="b">', /well-formed XML/],
    ['a document type', `<!DOCTYPE r [<!ENTITY a "aaa">]>${robotOf(...arm)}`, /document type/],
    ['xacro', '<robot xmlns:xacro="x" name="a"><xacro:include filename="b"/></robot>', /xacro/],
    ['another root element', '<model/>', /no <robot>/],
    ['no links', '<robot name="a"/>', /no links/],
    ['a robot without a name', '<robot><link name="a"/></robot>', /Robot has no name/],
    ['a link without a name', '<robot name="a"><link/></robot>', /Link 1 has no name/],
    ['a link that is there twice', robotOf(...arm, link('upper')), /Link "upper" is there twice/],
    [
      'a joint that is there twice',
      robotOf(...arm, link('x'), joint('elbow', 'lower', 'x', limit)),
      /Joint "elbow" is there twice/,
    ],
    [
      'a link that is not there',
      robotOf(...arm, joint('j', 'lower', 'ghost', limit)),
      /"j" names link "ghost"/,
    ],
    [
      'two joints above one link',
      robotOf(...arm, joint('j', 'base', 'lower', limit)),
      /"lower" hangs on two joints/,
    ],
    ['two roots', robotOf(...arm, link('alone')), /"base" and "alone"/],
    [
      'a circle beside a tree',
      robotOf(...arm, link('p'), link('q'), joint('x', 'p', 'q', limit), joint('y', 'q', 'p', limit)),
      /circle at link "p"/,
    ],
    [
      'nothing but a circle',
      robotOf(link('p'), link('q'), joint('x', 'p', 'q', limit), joint('y', 'q', 'p', limit)),
      /circle/,
    ],
    ['a joint without limits', robotOf(link('a'), link('b'), joint('j', 'a', 'b')), /"j" has no <limit>/],
    [
      'a joint without velocity',
      robotOf(link('a'), link('b'), joint('j', 'a', 'b', '<limit lower="-1" upper="1"/>')),
      /"j" has no velocity/,
    ],
    [
      'limits the wrong way round',
      robotOf(link('a'), link('b'), joint('j', 'a', 'b', '<limit lower="1" upper="-1" velocity="1"/>')),
      /"j" has no range/,
    ],
    [
      'an unknown type of joint',
      robotOf(link('a'), link('b'), joint('j', 'a', 'b', limit, 'ball')),
      /"j" is of an unknown type, "ball"/,
    ],
    [
      'a planar joint in the arm',
      robotOf(link('a'), link('b'), joint('j', 'a', 'b', limit, 'planar')),
      /"j" between base and tip is planar/,
    ],
    [
      'an arm joint that follows another',
      robotOf(...arm, link('c'), joint('j', 'lower', 'c', `${limit}<mimic joint="elbow"/>`)),
      /"j" between base and tip follows/,
      { tcpFrame: 'c' },
    ],
    [
      'a NaN',
      robotOf(
        ...arm,
        link('c', '<visual><origin xyz="0 NaN 0"/><geometry><box size="1 1 1"/></geometry></visual>'),
        joint('j', 'lower', 'c', '', 'fixed'),
      ),
      /"c", visual 1, origin: xyz is not a number/,
    ],
    [
      'a size that is huge',
      robotOf(link('a', `<collision><geometry><box size="1 1e9 1"/></geometry></collision>`)),
      /Nothing moves|beyond any robot|no arm/,
    ],
    [
      'an origin that is huge',
      robotOf(link('a'), link('b'), joint('j', 'a', 'b', `<origin xyz="1e300 0 0"/>${limit}`)),
      /xyz is 1e300, beyond any robot/,
    ],
    [
      'an axis of no length',
      robotOf(link('a'), link('b'), joint('j', 'a', 'b', `<axis xyz="0 0 0"/>${limit}`)),
      /"j" has an axis of no length/,
    ],
    [
      'two origins',
      robotOf(link('a'), link('b'), joint('j', 'a', 'b', `<origin/><origin/>${limit}`)),
      /"j" has 2 <origin>/,
    ],
    [
      'a vector of two numbers',
      robotOf(link('a'), link('b'), joint('j', 'a', 'b', `<axis xyz="0 1"/>${limit}`)),
      /xyz has 2 numbers/,
    ],
    [
      'a body without geometry',
      robotOf(link('a', '<visual/>'), ...arm.slice(1).map((part) => part.replaceAll('base', 'a'))),
      /"a", visual 1 has no geometry/,
    ],
    [
      'a box without a side',
      robotOf(
        link('a', `<visual><geometry>${big.replace('1 1 1', '1 0 1')}</geometry></visual>`),
        ...arm.slice(1).map((part) => part.replaceAll('base', 'a')),
      ),
      /side is not above 0/,
    ],
    ['a tip that is not there', robotOf(...arm), /tip frame "nose" is no link/, { tcpFrame: 'nose' }],
    ['a base that is not there', robotOf(...arm), /base frame "foot" is no link/, { baseFrame: 'foot' }],
    [
      'a tip that is not above the base',
      robotOf(...arm),
      /No joints lead from the base "upper" to the tip "base"/,
      { baseFrame: 'upper', tcpFrame: 'base' },
    ],
    ['a base that is the tip', robotOf(...arm), /Nothing moves between/, { tcpFrame: 'base' }],
    [
      'arm joints that are not there',
      robotOf(...arm),
      /"knee" does not move the tip/,
      { armJointNames: ['shoulder', 'knee'] },
    ],
    [
      'arm joints in the wrong order',
      robotOf(...arm),
      /not in order.*shoulder, elbow/,
      { armJointNames: ['elbow', 'shoulder'] },
    ],
    ['arm joints with a gap', robotOf(...arm), /"elbow" moves the tip too/, { armJointNames: ['shoulder'] }],
    [
      'limits for a joint that is not there',
      robotOf(...arm),
      /limits joint "knee"/,
      { limits: { knee: { upper: 1 } } },
    ],
    [
      'limits that leave no range',
      robotOf(...arm),
      /"elbow" has no range/,
      { limits: { elbow: { lower: 3 } } },
    ],
    ['a home of another length', robotOf(...arm), /has 1 joints; the arm has 2/, { home: [0] }],
    [
      'a home outside the limits',
      robotOf(...arm),
      /At home joint "elbow" would stand at 3/,
      { home: [0, 3] },
    ],
    ['a file that is too long', `<robot name="a">${' '.repeat(4_000_001)}</robot>`, /4 MB/],
    ['too many links', robotOf(...Array.from({ length: 201 }, (_, i) => link(`l${i}`))), /201 links/],
  ])('%s', (_, text, words, more) => {
    expect(() => read(text, more)).toThrow(UrdfFault);
    expect(() => read(text, more)).toThrow(words);
  });

  it('elements nested without end, without running out of stack', () => {
    const deep = `<robot name="a">${'<x>'.repeat(20_000)}${'</x>'.repeat(20_000)}</robot>`;
    expect(() => read(deep)).toThrow(UrdfFault);
  });
});

describe('modelFromUrdf on any text', () => {
  /** Reads, or refuses in its own words: nothing else comes out, and what is read is a usable model. */
  const survives = (text: string, more: Partial<ModelChoices> = {}) => {
    try {
      const { model } = read(text, more);
      robotModelSchema.parse(model);
      const tip = tipPose(createKinematics(model), model.home);
      expect([...tip.position, ...tip.orientation].every(Number.isFinite)).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(UrdfFault);
      expect((error as Error).message.length).toBeLessThan(600);
    }
  };

  it('survives damage to a good file', () => {
    const texts = Object.values(bundledRobots).map(writeUrdf);
    const pieces = fc.constantFrom(
      '',
      '"',
      '<',
      '>',
      '/>',
      'NaN',
      '1e999',
      '-',
      '0',
      ' ',
      'base_link',
      '<joint',
      '</robot>',
      '&amp;',
      '&x;',
      'mimic',
      '\u0000',
      '__proto__',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(40),
        pieces,
        (text, where, gone, piece) => {
          const start = Math.floor(where * text.length);
          survives(text.slice(0, start) + piece + text.slice(start + gone));
        },
      ),
      { numRuns: 400 },
    );
  }, 60_000);

  it('survives trees, circles and forests of any joints', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__', 'tcp');
    const value = fc.oneof(
      fc.double().map(String),
      fc.constantFrom('', 'x', '1e5', '-0', '.5', '0x10', '1,5'),
    );
    const joints = fc.array(
      fc.record({
        name: fc.constantFrom('j1', 'j2', 'j3', 'j4', 'constructor'),
        type: fc.constantFrom('revolute', 'continuous', 'prismatic', 'fixed', 'floating', 'odd'),
        parent: name,
        child: name,
        number: value,
        mimic: fc.boolean(),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.array(name, { maxLength: 6 }), joints, fc.option(name), (links, some, tip) => {
        const parts = some.map((j) =>
          joint(
            j.name,
            j.parent,
            j.child,
            `<limit lower="-1" upper="${j.number}" velocity="1"/>${j.mimic ? '<mimic joint="j1"/>' : ''}`,
            j.type,
          ),
        );
        survives(
          robotOf(...links.map((each) => link(each)), ...parts),
          tip === null ? {} : { tcpFrame: tip },
        );
      }),
      { numRuns: 600 },
    );
  }, 60_000);

  it('survives plain noise', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (text) => survives(text)),
      { numRuns: 100 },
    );
  });
});
