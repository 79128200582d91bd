import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculateJwkThumbprint, createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSigningKey, writeKeys } from '../../../src/cds-hooks/integrator/key-files.ts';
import { ALGORITHMS, createKeys } from '../../../src/cds-hooks/integrator/keys.ts';
import { signCall } from '../../../src/cds-hooks/integrator/sign.ts';
import { fixedClock } from '../../../src/kernel/clock.ts';
import { goodAnswers } from './good-service.ts';
import { bodyOf, fireAt, NOW, startServer } from './servers.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kairos-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const URL_CALLED = 'https://cds.example.org/cds-services/good';
const JTI = '0c3a1b52-58b4-4a0c-9b6f-3d9f7f5d2b11';
const around = { clock: fixedClock(NOW), newId: () => JTI };
const modeOf = (file: string) => statSync(file).mode & 0o777;
const jsonOf = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

async function keyPair(alg: (typeof ALGORITHMS)[number] = 'ES384', force = false) {
  const written = await writeKeys(folder, await createKeys(alg), force);
  if (!written.ok) throw new Error(written.error.message);
  const key = await readSigningKey(written.value.privateFile);
  if (!key.ok) throw new Error(key.error.message);
  return { ...written.value, signingKey: key.value, jwks: jsonOf(written.value.publicFile) as JSONWebKeySet };
}

describe('a key pair', () => {
  it.each(ALGORITHMS)('of %s signs a call that the public half verifies', async (alg) => {
    const { signingKey, jwks } = await keyPair(alg);
    const client = { iss: 'https://ehr.example.org', signingKey, jku: 'https://ehr.example.org/jwks.json' };
    const jwt = await signCall(URL_CALLED, { ...client, tenant: 'ward-7' }, around);
    const { payload, protectedHeader } = await jwtVerify(jwt, createLocalJWKSet(jwks), {
      algorithms: [alg],
      audience: URL_CALLED,
      issuer: 'https://ehr.example.org',
      currentDate: new Date(NOW),
    });
    const kid = await calculateJwkThumbprint(jwks.keys[0]!);
    expect(protectedHeader).toEqual({ alg, kid, typ: 'JWT', jku: client.jku });
    const iat = Date.parse(NOW) / 1000;
    expect(payload).toEqual({
      iss: client.iss,
      aud: URL_CALLED,
      iat,
      exp: iat + 300,
      jti: JTI,
      tenant: 'ward-7',
    });
  });

  it('leaves out jku and tenant when there are none', async () => {
    const { signingKey } = await keyPair();
    const jwt = await signCall(URL_CALLED, { iss: 'x', signingKey }, around);
    const [header, payload] = jwt.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    expect(`${header}${payload}`).not.toMatch(/jku|tenant/);
  });

  it('keeps its private half to its owner, and out of the public file', async () => {
    const { privateFile, publicFile } = await keyPair();
    expect(modeOf(privateFile)).toBe(0o600);
    expect(jsonOf(privateFile)).toHaveProperty('d');
    expect(jsonOf(publicFile).keys).toHaveLength(1);
    expect(Object.keys(jsonOf(publicFile).keys[0]).sort()).toEqual([
      'alg',
      'crv',
      'kid',
      'kty',
      'use',
      'x',
      'y',
    ]);
  });

  it('has nothing but public members of an RSA key in the public file', async () => {
    const { publicJwks } = await createKeys('RS384');
    expect(Object.keys(publicJwks.keys[0]!).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });

  it('is not replaced, unless by force, and then with the right mode and not through a link', async () => {
    const { privateFile, publicFile, jwks } = await keyPair();
    const again = await writeKeys(folder, await createKeys('ES384'), false);
    expect(again).toMatchObject({ ok: false, error: { kind: 'usage' } });
    expect(jsonOf(publicFile)).toEqual(jwks);
    rmSync(privateFile);
    const elsewhere = join(folder, 'elsewhere');
    writeFileSync(elsewhere, 'mine', { mode: 0o644 });
    symlinkSync(elsewhere, privateFile);
    await keyPair('ES256', true);
    expect(readFileSync(elsewhere, 'utf8')).toBe('mine');
    expect(modeOf(privateFile)).toBe(0o600);
    expect(jsonOf(publicFile).keys[0].alg).toBe('ES256');
  });

  it('is refused when it is not a private key, without repeating it', async () => {
    const { publicFile, privateFile } = await keyPair();
    const file = join(folder, 'odd.json');
    const attempts = [
      '{"kty":"oct","k":"c2VjcmV0","alg":"HS256"}',
      JSON.stringify({ ...jsonOf(privateFile), alg: 'none' }),
      JSON.stringify(jsonOf(publicFile).keys[0]),
      '{"kty":"EC","alg":"ES384","d":"secret"}',
      'secret text',
    ];
    for (const text of attempts) {
      writeFileSync(file, text);
      const read = await readSigningKey(file);
      expect(read).toMatchObject({ ok: false, error: { kind: 'usage' } });
      expect(JSON.stringify(read)).not.toMatch(/secret/i);
    }
    expect(await readSigningKey(join(folder, 'absent'))).toMatchObject({ ok: false });
  });
});

describe('a client with a key', () => {
  it('signs every call for the very address that it calls, with a jti of its own', async () => {
    const calls: { url: string; authorization: string }[] = [];
    const server = await startServer(async (request, response) => {
      calls.push({ url: `${server.base}${request.url}`, authorization: request.headers.authorization ?? '' });
      if (request.method === 'POST') await bodyOf(request);
      const { discovery, response: cards } = goodAnswers();
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(request.method === 'GET' ? discovery : cards));
    });
    const { signingKey, jwks } = await keyPair();
    let n = 0;
    const address = `${server.base}/cds-services/good`;
    await fireAt(
      address,
      { hook: 'patient-view', client: { iss: 'me', signingKey }, feedback: { outcome: 'accepted' } },
      { newId: () => `id-${n++}` },
    );
    await server.close();
    expect(calls.map(({ url }) => url)).toEqual([
      `${server.base}/cds-services`,
      address,
      `${address}/feedback`,
    ]);
    const payloads = await Promise.all(
      calls.map(async ({ url, authorization }) => {
        const jwt = authorization.replace(/^Bearer /, '');
        const options = { audience: url, issuer: 'me', currentDate: new Date(NOW) };
        return (await jwtVerify(jwt, createLocalJWKSet(jwks), options)).payload;
      }),
    );
    expect(new Set(payloads.map(({ jti }) => jti)).size).toBe(3);
  });
});
