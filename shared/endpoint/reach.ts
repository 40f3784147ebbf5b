/**
 * How far away an address is, by what it says and without asking anybody: a name may lead anywhere, so only
 * `localhost` and numbers are judged, and every other name counts as elsewhere.
 */
export type Reach = 'thisMachine' | 'privateNetwork' | 'elsewhere';

export const reachWords: Readonly<Record<Reach, string>> = {
  thisMachine: 'this machine',
  privateNetwork: 'the private network',
  elsewhere: 'outside of the private network',
};

function reachOfIpv4([a = 0, b = 0]: readonly number[]): Reach {
  if (a === 127) return 'thisMachine';
  const isPrivate =
    a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254);
  return isPrivate ? 'privateNetwork' : 'elsewhere';
}

function reachOfIpv6(address: string): Reach {
  if (address === '::1') return 'thisMachine';
  // An IPv4 address in IPv6 clothes, as URL writes it: ::ffff:a00:1.
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address);
  if (mapped) {
    const high = Number.parseInt(mapped[1]!, 16);
    return reachOfIpv4([high >> 8, high & 255]);
  }
  const first = Number.parseInt(address.split(':')[0] || '0', 16);
  const isUniqueLocal = (first & 0xfe00) === 0xfc00;
  const isLinkLocal = (first & 0xffc0) === 0xfe80;
  return isUniqueLocal || isLinkLocal ? 'privateNetwork' : 'elsewhere';
}

/** @param host as `URL.hostname` writes it: numbers in their plain form, IPv6 in brackets. */
export function reachOf(host: string): Reach {
  if (host === 'localhost' || host.endsWith('.localhost')) return 'thisMachine';
  if (host.startsWith('[')) return reachOfIpv6(host.slice(1, -1));
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) ? reachOfIpv4(host.split('.').map(Number)) : 'elsewhere';
}
