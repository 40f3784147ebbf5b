import { describe, expect, it } from 'vitest';
import { stopSourceOf } from './stopKeys';

const key = (name: string, code = name) => ({ key: name, code });

describe('stopSourceOf', () => {
  it.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('Esc stops whatever is typed or moves (typing %s, moving %s)', (typing, moving) => {
    expect(stopSourceOf(key('Escape'), typing, moving)).toBe('escape');
  });

  it('Space types a blank only in a text field while nothing moves', () => {
    expect(stopSourceOf(key(' ', 'Space'), true, false)).toBeNull();
    expect(stopSourceOf(key(' ', 'Space'), true, true)).toBe('space');
    expect(stopSourceOf(key(' ', 'Space'), false, false)).toBe('space');
    expect(stopSourceOf(key('Unidentified', 'Space'), false, true)).toBe('space');
  });

  it.each(['Enter', 'a', 'Tab', 'ArrowLeft'])('%s means nothing', (name) => {
    expect(stopSourceOf(key(name), false, true)).toBeNull();
  });
});
