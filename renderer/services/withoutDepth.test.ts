import { expect, it } from 'vitest';
import type { Telemetry } from './telemetry';
import { cameraKey, givesNoDepth } from './withoutDepth';

const told = (cameraName: string, depth: unknown) =>
  ({
    camera: { cameraName },
    connection: { active: 'own:cell', profile: { cameras: [{ name: 'table', depth }] } },
  }) as unknown as Telemetry;

it('knows from the profile whether the chosen camera gives depth, and remembers by camera', () => {
  expect(givesNoDepth(told('table', null))).toBe(true);
  expect(givesNoDepth(told('table', { topic: '/depth' }))).toBe(false);
  expect(givesNoDepth(told('other', null))).toBe(false);
  expect(givesNoDepth({ camera: null, connection: null })).toBe(false);
  expect(cameraKey(told('table', null))).toBe('own:cell/table');
});
