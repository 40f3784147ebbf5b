import { expect, it } from 'vitest';
import { fieldsOf, statedOf } from './statedFields';

it('asks for the object first, and gives back what was remembered', () => {
  expect(statedOf(fieldsOf(undefined))).toBeUndefined();
  const stated = { surface: 0.0125, height: 0.03, width: 0.042, target: 0 };
  expect(statedOf(fieldsOf(stated))).toEqual(stated);
});

it('takes no number that could not be meant', () => {
  const fields = { surface: '0', height: '30', width: '42', target: '60' };
  expect(statedOf(fields)).toEqual({ surface: 0, height: 0.03, width: 0.042, target: 0.06 });
  for (const height of ['', ' ', 'x', '-5', '3', '900', '1e2', '30 mm', 'Infinity']) {
    expect(statedOf({ ...fields, height }), height).toBeUndefined();
  }
});
