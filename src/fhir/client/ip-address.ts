import { isIP } from 'node:net';

/** An address in the one form that is judged: without a zone, IPv4 as IPv4 however it was wrapped. */
export interface IpAddress {
  readonly text: string;
  readonly family: 'ipv4' | 'ipv6';
  /** The IPv4 address that a NAT64 gateway (RFC 6052, 64:ff9b::/96) would connect to. */
  readonly behind?: string;
}

export function parseIp(address: string): IpAddress | undefined {
  const text = address.replace(/%.*$/, '');
  const version = isIP(text);
  if (version === 4) return { text, family: 'ipv4' };
  if (version !== 6) return undefined;
  const groups = groupsOf(text);
  const head = groups.slice(0, 6).join(':');
  const ipv4 = lastIpv4(groups);
  if (head === '0:0:0:0:0:ffff') return { text: ipv4, family: 'ipv4' };
  return { text, family: 'ipv6', ...(head === '64:ff9b:0:0:0:0' ? { behind: ipv4 } : {}) };
}

/** The eight groups of an IPv6 address, in hexadecimal without leading zeros. The URL parser does the spelling. */
function groupsOf(ipv6: string): readonly string[] {
  const canonical = new URL(`http://[${ipv6}]`).hostname.slice(1, -1);
  const [left = '', right] = canonical.split('::').map((part) => part.split(':').filter(Boolean));
  if (right === undefined) return left as string[];
  const zeros = Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right];
}

function lastIpv4(groups: readonly string[]): string {
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

/** The host of a URL as an address, if it is one: the URL parser has already undone decimal, octal and short spellings. */
export function literalOf({ hostname }: URL): string | undefined {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(host) ? host : undefined;
}
