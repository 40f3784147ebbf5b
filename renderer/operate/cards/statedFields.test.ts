import { expect, it } from 'vitest';
import { fieldsOf, statedNames, statedOf, statedProblem } from './statedFields';

it('guesses nothing, and gives back what was remembered', () => {
  expect(statedOf(fieldsOf(undefined))).toBeUndefined();
  const stated = { surface: 0.0125, height: 0.03, width: 0.042, target: 0 };
  expect(statedOf(fieldsOf(stated))).toEqual(stated);
  for (const [name] of statedNames) {
    expect(statedOf({ ...fieldsOf(stated), [name]: '' }), name).toBeUndefined();
  }
});

it('takes no number that could not be meant', () => {
  const fields = { surface: '0', height: '30', width: '42', target: '60' };
  expect(statedOf(fields)).toEqual({ surface: 0, height: 0.03, width: 0.042, target: 0.06 });
  expect(statedOf({ ...fields, height: ' 45,5 ' })?.height).toBe(0.0455);
  for (const height of ['', ' ', 'x', '-5', '3', '900', '1e2', '30 mm', '4,5 cm', '1,000', 'Infinity']) {
    expect(statedOf({ ...fields, height }), height).toBeUndefined();
  }
});

it('says in words why a number cannot be meant, and nothing of a field that is still empty', () => {
  expect(statedProblem('height', '')).toBeUndefined();
  expect(statedProblem('height', '30')).toBeUndefined();
  expect(statedProblem('height', '30 mm')).toContain('a number');
  expect(statedProblem('height', '3')).toBe('from 10 to 300 mm');
  expect(statedProblem('target', '201')).toBe('from 0 to 200 mm');
  expect(statedProblem('target', '0')).toBeUndefined();
});
