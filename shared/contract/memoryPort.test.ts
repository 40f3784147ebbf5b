import { describe, expect, it } from 'vitest';
import { memoryPortPair } from './memoryPort';

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('memoryPortPair', () => {
  it('delivers clones, in order, and never in the same turn', async () => {
    const [a, b] = memoryPortPair();
    const got: unknown[] = [];
    b.onMessage((message) => got.push(message));
    const sent = { value: [1] };
    a.post(sent);
    sent.value.push(2);
    a.post('second');
    expect(got).toEqual([]);
    await settled();
    expect(got).toEqual([{ value: [1] }, 'second']);
  });

  it('keeps messages until somebody listens', async () => {
    const [a, b] = memoryPortPair();
    a.post(1);
    a.post(2);
    await settled();
    const got: unknown[] = [];
    b.onMessage((message) => got.push(message));
    await settled();
    expect(got).toEqual([1, 2]);
  });

  it('delivers what was posted before a close, then the close, then nothing', async () => {
    const [a, b] = memoryPortPair();
    const got: unknown[] = [];
    b.onMessage((message) => got.push(message));
    b.onClose(() => got.push('closed'));
    a.post('last words');
    a.close();
    a.post('from beyond');
    await settled();
    expect(got).toEqual(['last words', 'closed']);
    b.post('to nobody');
    await settled();
  });

  it('refuses what a real port cannot carry', () => {
    const [a] = memoryPortPair();
    expect(() => a.post({ call: () => undefined })).toThrow();
  });

  it('leaves the moment of delivery to the given schedule', () => {
    const held: (() => void)[] = [];
    const [a, b] = memoryPortPair((deliver) => held.push(deliver));
    const got: unknown[] = [];
    b.onMessage((message) => got.push(message));
    a.post('x');
    expect(got).toEqual([]);
    held[0]?.();
    expect(got).toEqual(['x']);
  });
});
