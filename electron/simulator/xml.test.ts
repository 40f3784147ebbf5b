import { describe, expect, it } from 'vitest';
import { element } from './xml';

describe('element', () => {
  it('writes vectors with spaces, leaves undefined out and nests children', () => {
    const inner = element('geom', { size: [0.1, 1 / 3], name: undefined });
    expect(element('body', { pos: [0, 0, 1] }, [inner])).toBe(
      '<body pos="0 0 1">\n<geom size="0.1 0.3333333333333333"/>\n</body>',
    );
  });

  it('refuses text that would end the attribute', () => {
    expect(() => element('body', { name: 'a" b="c' })).toThrow('cannot stand in a model file');
  });
});
