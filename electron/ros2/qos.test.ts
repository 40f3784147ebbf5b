import { expect, it } from 'vitest';
import { latched, offerOf, qosMismatch, qosWords, takesAnything } from './qos';

const bestEffort = { history: 3, depth: 0, reliability: 2, durability: 2 };
const keeping = { history: 1, depth: 1, reliability: 1, durability: 1 };

it('puts a QoS into words', () => {
  expect(qosWords(bestEffort)).toBe('best effort, volatile');
  expect(qosWords(keeping)).toBe('reliable, transient local, depth 1');
  expect(qosWords({ ...keeping, history: 2 })).toBe('reliable, transient local, keeps all');
});

it('explains why a publisher and a subscriber do not meet, and finds nothing where they do', () => {
  const volatile = offerOf({ ...keeping, durability: 2 });
  expect(qosMismatch('/rsp', volatile, latched)).toMatch(/^\/rsp .*transient local/);
  expect(qosMismatch('/rsp', offerOf(bestEffort), latched)).toMatch(/best effort.*reliable/);
  expect(qosMismatch('/rsp', offerOf(keeping), latched)).toBeNull();
  for (const qos of [bestEffort, keeping]) expect(qosMismatch('/x', offerOf(qos), takesAnything)).toBeNull();
});
