import { describe, expect, it } from 'vitest';
import { parseNetwork } from '../../src/kernel/networks.ts';

describe('a network', () => {
  it.each([
    ['10.0.0.0/8', { address: '10.0.0.0', prefix: 8, family: 'ipv4' }],
    ['10.20.30.40', { address: '10.20.30.40', prefix: 32, family: 'ipv4' }],
    ['0.0.0.0/0', { address: '0.0.0.0', prefix: 0, family: 'ipv4' }],
    ['fd12::/16', { address: 'fd12::', prefix: 16, family: 'ipv6' }],
    ['FD00:EC2::254', { address: 'FD00:EC2::254', prefix: 128, family: 'ipv6' }],
  ])('is %s', (text, network) => expect(parseNetwork(text)).toEqual(network));

  it.each([
    '',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0/8',
    '010.0.0.0/8',
    '10.0.0.0/255.0.0.0',
    'fd00::/129',
    'fe80::1%eth0',
    '::ffff:10.0.0.0/104',
    'ehr.example',
    'http://10.0.0.1',
    '10.0.0.0-10.0.0.9',
  ])('is not %j', (text) => expect(parseNetwork(text)).toBeUndefined());
});
