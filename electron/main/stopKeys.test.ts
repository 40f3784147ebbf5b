import { describe, expect, it } from 'vitest';
import { stopSourceOf } from './stopKeys';

const press = (key: string, type: 'keyDown' | 'keyUp' = 'keyDown') => ({
  type,
  key,
  code: key === ' ' ? 'Space' : key,
});

describe('stopSourceOf', () => {
  it('stops on Esc in every mode', () => {
    for (const mode of ['disconnected', 'idle', 'executing', 'stopping', 'stopped'] as const) {
      expect(stopSourceOf(press('Escape'), mode)).toBe('escape');
    }
  });

  it('stops on Space while the robot moves, and leaves it to the page otherwise', () => {
    expect(stopSourceOf(press(' '), 'executing')).toBe('space');
    expect(stopSourceOf(press(' '), 'stopping')).toBe('space');
    expect(stopSourceOf(press(' '), 'idle')).toBeUndefined();
    expect(stopSourceOf(press(' '), 'stopped')).toBeUndefined();
  });

  it('ignores releases and other keys', () => {
    expect(stopSourceOf(press('Escape', 'keyUp'), 'executing')).toBeUndefined();
    expect(stopSourceOf(press('a'), 'executing')).toBeUndefined();
  });
});
