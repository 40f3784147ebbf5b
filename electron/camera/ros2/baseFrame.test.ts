import { expect, it } from 'vitest';
import { rootLink } from './baseFrame';

const joint = (parent: string, child: string) =>
  `<joint name="${parent}_${child}" type="fixed"><parent link="${parent}"/><child link="${child}"/></joint>`;

it('finds the link that hangs under no other, and none where there is none', () => {
  expect(rootLink(`<robot name="r"><link name="a"/><link name="world"/>${joint('world', 'a')}</robot>`)).toBe(
    'world',
  );
  expect(rootLink('<robot name="r"><link name="only"/></robot>')).toBe('only');
  expect(rootLink('<robot name="r"><link name="a"/><link name="b"/></robot>')).toBeNull();
  expect(rootLink('not a robot')).toBeNull();
  expect(rootLink('')).toBeNull();
});
