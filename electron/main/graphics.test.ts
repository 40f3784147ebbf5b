import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { graphicsSwitches, hasRenderNode } from './graphics';

describe('graphics switches', () => {
  it('keep composing in software where Linux has no GPU', () => {
    expect(graphicsSwitches('linux', () => false)).toContain('disable-gpu-compositing');
  });
  it('leave composing to a GPU, and other systems alone', () => {
    expect(graphicsSwitches('linux', () => true)).not.toContain('disable-gpu-compositing');
    expect(graphicsSwitches('darwin', () => false)).not.toContain('disable-gpu-compositing');
  });
});

describe('a render node', () => {
  it('is a renderD entry; a missing folder has none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'r1-dri-'));
    const dri = join(folder, 'dri');
    expect(hasRenderNode(dri)).toBe(false);
    mkdirSync(dri);
    writeFileSync(join(dri, 'card0'), '');
    expect(hasRenderNode(dri)).toBe(false);
    writeFileSync(join(dri, 'renderD128'), '');
    expect(hasRenderNode(dri)).toBe(true);
    rmSync(folder, { recursive: true });
  });
});
