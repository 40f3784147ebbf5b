import { expect, it } from 'vitest';
import { controllerFindings, managerFindings } from './controllerFindings';

const joints = ['a', 'b'];
const careful: readonly (readonly [string, unknown])[] = [
  ['joints', joints],
  ['constraints.decelerate_on_cancel', true],
  ...joints.flatMap((joint) => [
    [`constraints.${joint}.trajectory`, 0.1] as const,
    [`constraints.${joint}.max_deceleration_on_cancel`, 5] as const,
  ]),
];
const levels = (change: readonly (readonly [string, unknown])[]) =>
  Object.fromEntries(
    controllerFindings('/arm', joints, new Map([...careful, ...change])).map(({ check, level }) => [
      check,
      level,
    ]),
  );

it('finds nothing wrong with a careful controller', () => {
  expect(levels([])).toEqual({ 'Path tolerance': 'ok', 'Braking on cancel': 'ok' });
});

it('names each unsafe setting', () => {
  expect(levels([['constraints.b.trajectory', 0]])['Path tolerance']).toBe('warning');
  expect(levels([['constraints.decelerate_on_cancel', false]])['Braking on cancel']).toBe('warning');
  expect(levels([['constraints.a.max_deceleration_on_cancel', 0]])['Braking on cancel']).toBe('warning');
  expect(levels([['constraints.stopped_velocity_tolerance', 0]])['Standstill at the end']).toBe('warning');
  expect(levels([['interpolation_method', 'none']]).Interpolation).toBe('warning');
  expect(levels([['use_sim_time', true]]).Clock).toBe('warning');
});

it('blocks a controller of other joints', () => {
  const [finding] = controllerFindings('/arm', joints, new Map([['joints', ['a', 'c']]]));
  expect(finding).toMatchObject({ level: 'blocking', text: '/arm does not move b.' });
});

it('says unknown where nothing is told', () => {
  expect(controllerFindings('/arm', joints, null)[0]?.text).toMatch('unknown');
  expect(managerFindings('/controller_manager', null)).toMatchObject({ level: 'warning' });
  expect(managerFindings('/m', new Map([['enforce_command_limits', true]])).level).toBe('ok');
  expect(managerFindings('/m', new Map([['enforce_command_limits', false]])).text).toMatch('not enforce');
});
