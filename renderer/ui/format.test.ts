import { describe, expect, it } from 'vitest';
import { formatBytes, formatMs, formatPoint, formatSec, shortHash } from './format';

describe('format', () => {
  it('gives each number its unit', () => {
    expect(formatMs(142.6)).toBe('143\u202fms');
    expect(formatMs(1234)).toBe('1.2\u202fs');
    expect(formatSec(3725)).toBe('1\u202fh 2\u202fmin');
    expect(formatBytes(999)).toBe('999\u202fB');
    expect(formatBytes(12_345_678)).toBe('12.3\u202fMB');
    expect(formatBytes(812_000_000_000)).toBe('812\u202fGB');
    expect(formatPoint([0.5, -0.1, 0])).toBe('0.500, -0.100, 0.000\u202fm');
  });

  it('says when there is no number', () => {
    for (const missing of [null, undefined, Number.NaN]) expect(formatMs(missing)).toBe('n/a');
  });

  it('shortens a hash to what can be compared by eye', () => {
    expect(shortHash('0123456789abcdef')).toBe('0123 4567 89ab');
  });
});
