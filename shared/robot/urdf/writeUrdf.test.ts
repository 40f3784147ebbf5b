import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { quatFromRpy } from '../../geometry/pose';
import { fr3 } from '../fr3';
import { rpyOf, writeUrdf } from './writeUrdf';

describe('writeUrdf', () => {
  it('writes every link and joint of a model as well-formed XML', () => {
    const text = writeUrdf(fr3);
    expect(XMLValidator.validate(text)).toBe(true);
    const { robot } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(text);
    expect(robot.name).toBe('fr3');
    expect(robot.link.map((link: { name: string }) => link.name)).toEqual(fr3.links.map((link) => link.name));
    expect(robot.joint.map((joint: { name: string }) => joint.name)).toEqual(fr3.joints.map((j) => j.name));
    expect(robot.joint[3].limit).toMatchObject({ lower: '-3.0421', upper: '-0.1518', velocity: '2.62' });
    expect(robot.joint.at(-1).mimic.joint).toBe('fr3_finger_joint1');
  });

  it('keeps names with special signs well-formed', () => {
    expect(XMLValidator.validate(writeUrdf({ ...fr3, name: 'a"<&>b' }))).toBe(true);
  });
});

describe('rpyOf', () => {
  it.each([
    [0, 0, 0],
    [0.3, -1.1, 2.9],
    [Math.PI / 2, 0, -Math.PI / 2],
    [0.4, Math.PI / 2, 0.7],
    [-2, -Math.PI / 2, 1],
  ])('gives the rotation %f %f %f back', (roll, pitch, yaw) => {
    const q = quatFromRpy(roll, pitch, yaw);
    const back = quatFromRpy(...rpyOf(q));
    const dot = q.reduce((sum, v, i) => sum + v * back[i]!, 0);
    expect(Math.abs(dot)).toBeCloseTo(1, 12);
  });
});
