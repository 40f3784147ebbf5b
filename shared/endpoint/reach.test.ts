import { describe, expect, it } from 'vitest';
import { reachOf } from './reach';

/** As a URL writes the host, whatever the operator typed. */
const hostOf = (typed: string) => new URL(`http://${typed}/`).hostname;

describe('how far away an address is', () => {
  it.each([
    ['localhost', 'thisMachine'],
    ['127.0.0.1', 'thisMachine'],
    ['127.255.1.2', 'thisMachine'],
    ['2130706433', 'thisMachine'],
    ['0x7f.1', 'thisMachine'],
    ['[::1]', 'thisMachine'],
    ['[::ffff:127.0.0.1]', 'thisMachine'],
    ['10.0.0.7', 'privateNetwork'],
    ['172.16.0.1', 'privateNetwork'],
    ['172.31.255.255', 'privateNetwork'],
    ['192.168.1.20', 'privateNetwork'],
    ['169.254.3.4', 'privateNetwork'],
    ['[fd12:3456::1]', 'privateNetwork'],
    ['[fe80::1]', 'privateNetwork'],
    ['[::ffff:10.1.2.3]', 'privateNetwork'],
    ['172.32.0.1', 'elsewhere'],
    ['172.15.0.1', 'elsewhere'],
    ['192.169.1.1', 'elsewhere'],
    ['11.0.0.1', 'elsewhere'],
    ['0.0.0.0', 'elsewhere'],
    ['8.8.8.8', 'elsewhere'],
    ['[2001:db8::1]', 'elsewhere'],
    ['[::ffff:8.8.8.8]', 'elsewhere'],
    // A name may lead anywhere, whatever it looks like.
    ['gpu.local', 'elsewhere'],
    ['10.0.0.7.example.org', 'elsewhere'],
    ['localhost.example.org', 'elsewhere'],
  ])('%s: %s', (typed, reach) => {
    expect(reachOf(hostOf(typed))).toBe(reach);
  });
});
