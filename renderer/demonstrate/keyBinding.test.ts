import { describe, expect, it } from 'vitest';
import { demonstrateSettingsSchema, keysOf } from '../../shared/contract/demonstrationKeys';
import { bound, canBeBound } from './keyBinding';

describe('keys', () => {
  it('are those that LeRobot users know until they are changed', () => {
    const settings = demonstrateSettingsSchema.parse({});
    expect(keysOf(settings, 'endEpisode')).toEqual(['ArrowRight', 'KeyN']);
    expect(keysOf(settings, 'again')).toEqual(['ArrowLeft', 'KeyR']);
  });

  it('mean one thing each, and survive being kept', () => {
    const settings = bound(demonstrateSettingsSchema.parse({}), 'marker', 'KeyN');
    expect(keysOf(settings, 'marker')).toEqual(['KeyN']);
    expect(keysOf(settings, 'endEpisode')).toEqual(['ArrowRight']);
    expect(demonstrateSettingsSchema.parse(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
  });

  it('never take Stop away', () => {
    expect(['Escape', 'Space', 'Enter', 'KeyB', 'Numpad4'].map(canBeBound)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });
});
