import { describe, expect, it } from 'vitest';
import { addressPolicy } from '../../../src/fhir/client/address-ranges.ts';

describe('addresses', () => {
  const policy = addressPolicy([]);

  // Just outside of each refused range, and well-known public ones.
  it.each([
    '1.0.0.0',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '168.63.129.15',
    '168.63.129.17',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '191.255.255.255',
    '192.0.1.0',
    '192.0.3.0',
    '192.88.98.255',
    '192.88.100.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '198.51.99.255',
    '198.51.101.0',
    '203.0.112.255',
    '203.0.114.0',
    '223.255.255.255',
    '2001:200::1',
    '2001:4860:4860::8888',
    '2001:db7::1',
    '2001:db9::1',
    '2003::1',
    '2606:4700:4700::1111',
    '3ffe::1',
    '3fff:1000::1',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
  ])('are public: %s', (address) => expect(policy(address)).toBe(true));

  it.each(['', 'ehr.example', '127.0.0.1', '127.0.0.1:80', '[2606:4700::1]', '0x7f000001', '::1%lo'])(
    'are refused: %j',
    (address) => expect(policy(address)).toBe(false),
  );

  it('of a named network are allowed, and no others', () => {
    const named = addressPolicy(['10.20.0.0/16', '192.168.7.7', 'fd12::/16']);
    const judge = (addresses: readonly string[]) => addresses.map(named);
    expect(judge(['10.20.0.1', '10.20.255.255', '::ffff:10.20.1.1', '192.168.7.7', 'fd12::9'])).toEqual(
      Array(5).fill(true),
    );
    expect(judge(['10.21.0.1', '192.168.7.8', 'fd13::9', '127.0.0.1', '64:ff9b::10.20.1.1'])).toEqual(
      Array(5).fill(false),
    );
    expect(named('8.8.8.8')).toBe(true);
  });

  it('of a named IPv6 network allow nothing of IPv4', () => {
    expect(addressPolicy(['::/0'])('10.0.0.1')).toBe(false);
    expect(addressPolicy(['0.0.0.0/0'])('fd00::1')).toBe(false);
  });
});
