import { BlockList } from 'node:net';
import { type Network, parseNetwork } from '../../kernel/networks.ts';
import { parseIp } from './ip-address.ts';

/**
 * Where an outbound request never goes unless a setting names it: the special-purpose ranges of IANA
 * (https://www.iana.org/assignments/iana-ipv4-special-registry/, .../iana-ipv6-special-registry/), and the one public
 * address behind which a cloud serves its machines.
 */
const SPECIAL_IPV4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private (RFC 1918)
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8', // loopback
  '168.63.129.16/32', // Azure's host
  '169.254.0.0/16', // link-local, with the metadata services of clouds
  '172.16.0.0/12', // private (RFC 1918)
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private (RFC 1918)
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
];

/** Of IPv6 only global unicast, 2000::/3, is left, less what tunnels to IPv4 or is not routed. */
const SPECIAL_IPV6 = [
  '::/3', // unspecified, loopback, wrapped IPv4, NAT64 of local use, discard
  '4000::/2',
  '8000::/1', // unique local, link-local, site-local, multicast
  '2001::/23', // protocol assignments, among them Teredo, benchmarking, ORCHID
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '3fff::/20', // documentation
];

/** Two lists: a BlockList of both families would find every IPv4 address in ::/3. */
function rangesOf(networks: readonly string[]): (address: string, family: Network['family']) => boolean {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const { address, prefix, family } of networks.flatMap((text) => parseNetwork(text) ?? []))
    lists[family].addSubnet(address, prefix, family);
  return (address, family) => lists[family].check(address, family);
}

const isSpecial = rangesOf([...SPECIAL_IPV4, ...SPECIAL_IPV6]);

export const LOOPBACK = ['127.0.0.0/8', '::1'];

/** Whether an address may be connected to: it is public, or in a network that is named. */
export type AddressPolicy = (address: string) => boolean;

export function addressPolicy(privateNetworks: readonly string[]): AddressPolicy {
  const isNamed = rangesOf(privateNetworks);
  return (address) => {
    const ip = parseIp(address);
    if (!ip) return false;
    if (isNamed(ip.text, ip.family)) return true;
    return ip.behind === undefined ? !isSpecial(ip.text, ip.family) : !isSpecial(ip.behind, 'ipv4');
  };
}
