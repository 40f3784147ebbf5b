import { expect, it } from 'vitest';
import { decodeCbor } from './cbor';

const decode = (hex: string) => decodeCbor(Uint8Array.from(Buffer.from(hex, 'hex')));

it('decodes the examples of RFC 8949', () => {
  const cases: readonly [string, unknown][] = [
    ['00', 0],
    ['1818', 24],
    ['1903e8', 1000],
    ['1a000f4240', 1000000],
    ['1b000000e8d4a51000', 1000000000000],
    ['1bffffffffffffffff', 18446744073709551615n],
    ['3863', -100],
    ['fb3ff199999999999a', 1.1],
    ['fa47c35000', 100000],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['4401020304', Uint8Array.of(1, 2, 3, 4)],
    ['6449455446', 'IETF'],
    ['83010203', [1, 2, 3]],
    ['a26161016162820203', { a: 1, b: [2, 3] }],
    ['c11a514b67b0', 1363896240],
  ];
  for (const [hex, value] of cases) expect(decode(hex), hex).toEqual(value);
});

it('throws on what is cut off, endless, too deep or followed by something', () => {
  for (const hex of [
    '',
    '19',
    '6449',
    '4401',
    '9a7fffffff01',
    '5f',
    'ff',
    '0000',
    '81'.repeat(40),
    'a10102',
  ]) {
    expect(() => decode(hex), hex).toThrow();
  }
});
