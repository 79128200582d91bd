import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseClients, readClients } from '../../../src/cds-hooks/client-auth/clients.ts';
import type { ClientAlgorithm } from '../../../src/kernel/config.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { makeKey } from './tokens.ts';

const DEFAULT: readonly ClientAlgorithm[] = ['ES384', 'RS384'];
const key = makeKey('ES384', 'k1');
const jwks = { keys: [key.jwk] };
const iss = 'https://ehr.example';

const parse = (entries: unknown, algorithms = DEFAULT) => parseClients(JSON.stringify(entries), algorithms);
const refusal = (entries: unknown): string => {
  const result = parse(entries);
  if (result.ok) throw new Error('expected a refusal');
  return result.error;
};

const directory = mkdtempSync(join(tmpdir(), 'kairos-clients-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('the file of CDS clients', () => {
  it.each([
    ['inline keys', { iss, jwks }],
    ['published keys', { iss, jwksUrl: 'https://ehr.example/jwks' }],
    ['a list of jku', { iss, jku: ['https://ehr.example/a', 'https://ehr.example/b'] }],
    ['inline keys and a list of jku', { iss, jwks, jku: ['https://ehr.example/a'] }],
    ['tenants', { iss, jwks, tenant: ['north'] }],
    ['keys published on loopback', { iss, jwksUrl: 'http://127.0.0.1:9000/jwks' }],
    ['an issuer that is no URL', { iss: 'ehr', jwks }],
  ])('takes %s', (_, entry) => {
    expect(parse([entry])).toMatchObject({ ok: true });
  });

  const { d, ...secret } = { d: 'secret-part-of-a-key' };
  const https = 'expected an https URL (http on loopback only), without user and fragment';
  it.each([
    ['no array', { iss, jwks }, 'expected a JSON array with an object for each client'],
    ['an empty array', [], 'expected a JSON array with an object for each client'],
    ['no object', ['x'], 'entry 1: '],
    ['no iss', [{ jwks }], 'entry 1, iss: '],
    ['an empty iss', [{ iss: '', jwks }], 'entry 1, iss: '],
    ['no keys', [{ iss }], `entry 1 (iss ${iss}): expected one of jwks, jwksUrl, jku`],
    [
      'two places for keys',
      [{ iss, jwks, jwksUrl: 'https://a.example/' }],
      'expected jwks or jwksUrl, not both',
    ],
    ['a misspelt member', [{ iss, jwks, tenants: ['a'] }], 'tenants'],
    ['an empty list of jku', [{ iss, jku: [] }], 'jku: '],
    ['an empty list of tenants', [{ iss, jwks, tenant: [] }], 'tenant: '],
    ['a jwksUrl over http', [{ iss, jwksUrl: 'http://ehr.example/jwks' }], `jwksUrl: ${https}`],
    ['a jku with a user', [{ iss, jku: ['https://u@ehr.example/jwks'] }], `jku.0: ${https}`],
    ['a jku with a fragment', [{ iss, jku: ['https://ehr.example/jwks#1'] }], `jku.0: ${https}`],
    ['a jku that is a file', [{ iss, jku: ['file:///etc/keys'] }], `jku.0: ${https}`],
    ['a jku on a host like loopback', [{ iss, jku: ['http://localhost.evil.example/'] }], `jku.0: ${https}`],
    ['a JWK Set without keys', [{ iss, jwks: { keys: [] } }], 'jwks.keys: '],
    [
      'a key without kid',
      [{ iss, jwks: { keys: [{ ...key.jwk, kid: undefined }] } }],
      'expected the id of the key',
    ],
    [
      'a symmetric key',
      [{ iss, jwks: { keys: [{ kty: 'oct', kid: 'a', k: 'x' }] } }],
      'expected an EC or RSA key',
    ],
    ['a key for encryption', [{ iss, jwks: { keys: [{ ...key.jwk, use: 'enc' }] } }], 'expected "sig"'],
    ['a private key', [{ iss, jwks: { keys: [{ ...key.jwk, d, ...secret }] } }], 'this one is private'],
    [
      'two keys with one kid',
      [{ iss, jwks: { keys: [key.jwk, key.jwk] } }],
      'jwks: keys.1: expected another kid',
    ],
    [
      'a key for no algorithm that is configured',
      [{ iss, jwks: { keys: [makeKey('ES256', 'a').jwk] } }],
      'jwks: keys.0: expected a key for ES384 or RS384',
    ],
    [
      'the same iss twice',
      [
        { iss, jwks },
        { iss, jwksUrl: 'https://a.example/' },
      ],
      `entry 2 (iss ${iss}): expected another iss`,
    ],
  ])('refuses %s and says what it expected where', (_, entries, message) => {
    const text = refusal(entries);
    expect(text).toContain(message);
    expect(text).not.toContain('secret-part');
  });

  it('names every entry that is wrong', () => {
    const text = refusal([{ iss }, { iss: 'https://b.example', jwks }, { iss: 'https://c.example' }]);
    expect(text).toContain('entry 1 (iss https://ehr.example)');
    expect(text).toContain('entry 3 (iss https://c.example)');
    expect(text).not.toContain('entry 2');
  });

  it('takes keys of the algorithms that are configured', () => {
    const entries = [{ iss, jwks: { keys: [makeKey('ES256', 'a').jwk, makeKey('RS256', 'b').jwk] } }];
    expect(parse(entries, ['ES256', 'RS256']).ok).toBe(true);
    expect(parse(entries, ['ES256']).ok).toBe(false);
  });

  it('is read from a file, which messages name', async () => {
    const file = join(directory, 'clients.json');
    expect(await readClients(file, DEFAULT)).toMatchObject({
      error: { code: 'invalid-setting', message: `CDS_CLIENTS ${file}: the file cannot be read` },
    });
    writeFileSync(file, '[{');
    expect(await readClients(file, DEFAULT)).toMatchObject({
      error: { message: expect.stringContaining(`CDS_CLIENTS ${file}: expected a JSON array`) },
    });
    writeFileSync(file, JSON.stringify([{ iss, jwks }]));
    const [client] = unwrap(await readClients(file, DEFAULT));
    expect(client).toMatchObject({ iss, jku: [] });
    expect(await client!.keys!.find({ alg: 'ES384', kid: 'k1' })).toMatchObject({ type: 'public' });
    expect(await client!.keys!.find({ alg: 'ES384', kid: 'k2' })).toBeUndefined();
    expect(await client!.keys!.find({ alg: 'RS384', kid: 'k1' })).toBeUndefined();
  });
});
