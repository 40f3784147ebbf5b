import fc from 'fast-check';
import { expect, it } from 'vitest';
import { episodeName, slugOf } from './episodeName';

it('reads like the instruction', () => {
  const wallMs = Date.UTC(2026, 10, 21, 8, 5, 12, 345);
  expect(episodeName(wallMs, 'Put the RED cube, in the blue bowl!')).toBe(
    '2026-11-21T08-05-12Z-put-the-red-cube-in-the-blue-bowl',
  );
  expect(slugOf('Würfel nach Ångström')).toBe('wurfel-nach-angstrom');
});

/** Any code points, half of a pair among them. fast-check's own such strings take seconds to prepare. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 3000, size: 'max' })
  .map((points) => String.fromCodePoint(...points));

it('is a safe and short file name for any instruction', () => {
  fc.assert(
    fc.property(anyText, (instruction) => {
      expect(episodeName(0, instruction)).toMatch(
        /^1970-01-01T00-00-00Z-[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$/,
      );
    }),
  );
  for (const bad of ['', '../../etc/passwd', 'CON', '\0\n\r', '赤いキューブ', '🤖', '-'.repeat(500)]) {
    expect(slugOf(bad)).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
  }
});
