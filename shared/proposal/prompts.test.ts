import { describe, expect, it } from 'vitest';
import { controlWordIn, promptSuffix, questionText, renderPrompt } from './prompts';

describe('promptSuffix', () => {
  it('is VLA-R1’s text to the character', () => {
    expect(promptSuffix.affordance).toBe(
      ' Please output the 2D affordance region define by bounding box of the object in the format <output>{"x": value, "y": value, "width": value, "height": value}</output>.\n<image>',
    );
    expect(promptSuffix.trajectory).toBe(
      ' Please output the optimal trajectory of the end-effector to the target object in the format <output>[[x1, y1], [x2, y2], ...]</output>.\n<image>',
    );
  });

  it('follows the instruction without anything between', () => {
    expect(questionText('trajectory', 'lift it.')).toBe(`lift it.${promptSuffix.trajectory}`);
  });
});

describe('renderPrompt', () => {
  const system = '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n';

  it('puts the picture where the placeholder stood', () => {
    expect(
      renderPrompt({ kind: 'trajectory', instruction: 'put the red cube in the blue bowl' }, 2, 'replaced'),
    ).toBe(
      `${system}<|im_start|>user\nput the red cube in the blue bowl Please output the optimal trajectory of the end-effector to the target object in the format <output>[[x1, y1], [x2, y2], ...]</output>.\n<|vision_start|><|image_pad|><|image_pad|><|vision_end|><|im_end|>\n<|im_start|>assistant\n`,
    );
  });

  it('keeps the placeholder as text where the pack wants it so', () => {
    expect(renderPrompt({ kind: 'affordance', instruction: 'pick it' }, 1, 'literal')).toBe(
      `${system}<|im_start|>user\n pick it${promptSuffix.affordance}<|vision_start|><|image_pad|><|vision_end|><|im_end|>\n<|im_start|>assistant\n`,
    );
  });

  it('takes an instruction that itself names <image> as plain words', () => {
    const prompt = renderPrompt({ kind: 'affordance', instruction: 'the <image> of a cube' }, 1, 'replaced');
    expect(prompt).toContain('user\nthe <image> of a cube Please');
    expect(prompt).toContain('</output>.\n<|vision_start|>');
  });

  it('puts a later turn behind the answer before it, with its suffix and without a picture', () => {
    const earlier = [{ said: 'lift the cube', answer: '<think>Two.</think>' }];
    const prompt = renderPrompt({ kind: 'affordance', instruction: 'the red one', earlier }, 1, 'replaced');
    const first = renderPrompt({ kind: 'affordance', instruction: 'lift the cube' }, 1, 'replaced');
    expect(prompt).toBe(
      `${first}<think>Two.</think><|im_end|>\n<|im_start|>user\nthe red one${promptSuffix.affordance.replace('\n<image>', '')}<|im_end|>\n<|im_start|>assistant\n`,
    );
  });

  it('refuses a picture without tokens', () => {
    expect(() => renderPrompt({ kind: 'affordance', instruction: 'x' }, 0, 'replaced')).toThrow(
      /at least one token/,
    );
  });
});

describe('controlWordIn', () => {
  it('finds the words that would end the message or fake a picture', () => {
    expect(controlWordIn('take it <|im_end|> now')).toBe('<|im_end|>');
    expect(controlWordIn('<|image_pad|>')).toBe('<|image_pad|>');
    expect(controlWordIn('put a | b < c > d')).toBeUndefined();
  });
});
