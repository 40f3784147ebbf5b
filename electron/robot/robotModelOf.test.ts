import { describe, expect, it } from 'vitest';
import { type ModelChoices, modelChoicesSchema } from '../../shared/contract/connection';
import { armValues, forwardKinematics } from '../../shared/robot/forwardKinematics';
import { fr3 } from '../../shared/robot/fr3';
import type { RobotModel } from '../../shared/robot/robotModel';
import { ur5e } from '../../shared/robot/ur5e';
import { writeUrdf } from '../../shared/robot/urdf/writeUrdf';
import { robotModelOf } from './robotModelOf';

const choices = (more: object): ModelChoices =>
  modelChoicesSchema.parse({ source: { kind: 'bundled', name: 'fr3' }, ...more });
const none = { kind: 'none' } as const;
const placeOf = (model: RobotModel, frame: string) =>
  forwardKinematics(model, armValues(model, fr3.home)).get(frame)!;

describe('robotModelOf', () => {
  it('gives a bundled model as it is when nothing else is chosen', () => {
    expect(robotModelOf(choices({}), none, null)).toEqual({ model: fr3, remarks: [] });
  });

  it('only ever narrows the limits of a bundled model', () => {
    const limits = { fr3_joint1: { lower: -9, upper: 1, velocity: 0.5 } };
    const { model } = robotModelOf(choices({ limits }), none, null);
    expect(model.joints.find((joint) => joint.name === 'fr3_joint1')?.limits).toMatchObject({
      lower: -2.7437,
      upper: 1,
      velocity: 0.5,
    });
  });

  it.each([
    [{ limits: { elbow: { upper: 1 } } }, /no arm joint "elbow"/],
    [{ tcpFrame: 'tool9' }, /no frame "tool9"/],
    [{ home: [0, 0] }, /Home names 2 joints/],
  ])('refuses choices that the bundled model cannot take: %j', (more, words) => {
    expect(() => robotModelOf(choices(more), none, null)).toThrow(words);
  });

  it('puts the point between the fingertips where the profile says, seen from the tool frame', () => {
    const tcpOffset = { position: [0, 0, 0.2], orientation: [0, 0, 0, 1] };
    const { model } = robotModelOf(choices({ tcpFrame: 'fr3_hand', tcpOffset }), none, null);
    const flange = placeOf(model, 'fr3_hand');
    const tip = placeOf(model, model.tcpFrame);
    const away = tip.position.map((value, i) => value - flange.position[i]!);
    expect(Math.hypot(...away)).toBeCloseTo(0.2, 9);
    // At home the hand points down.
    expect(away[2]).toBeCloseTo(-0.2, 2);
  });

  it('reads a description from a topic, and says when none has come', () => {
    const described = choices({
      source: { kind: 'topic', topic: '/robot_description' },
      baseFrame: ur5e.baseFrame,
      tcpFrame: ur5e.tcpFrame,
      armJointNames: ur5e.armJointNames,
    });
    expect(robotModelOf(described, none, writeUrdf(ur5e)).model.armJointNames).toEqual(ur5e.armJointNames);
    expect(() => robotModelOf(described, none, null)).toThrow(/has not come/);
    expect(() => robotModelOf(described, none, '<robot')).toThrow(/.{10,}/);
  });
});
