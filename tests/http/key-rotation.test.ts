import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { goodClaims, makeKey, NOW, type TestKey, token } from '../cds-hooks/client-auth/tokens.ts';
import { DISCOVERY } from './bad-tokens/kinds.ts';
import { makeClients, PUBLISHED, type TestClients } from './clients.ts';
import { type RunningKairos, startKairos } from './kairos.ts';
import { sendRaw } from './raw-http.ts';

let directory: string;
let clients: TestClients;
let kairos: RunningKairos;
let now: number;

beforeEach(async () => {
  now = Date.parse(NOW);
  directory = mkdtempSync(join(tmpdir(), 'kairos-rotation-'));
  clients = await makeClients(directory);
  kairos = await startKairos({ ...clients.env }, { now: () => new Date(now) });
});
afterEach(async () => {
  await Promise.all([kairos.close(), clients.jwks.close()]);
  rmSync(directory, { recursive: true });
});

const pass = (seconds: number) => {
  now += seconds * 1_000;
};

async function call(key: TestKey): Promise<number> {
  const iat = Math.floor(now / 1_000);
  const claims = { ...goodClaims(PUBLISHED, kairos.baseUrl + DISCOVERY), iat, exp: iat + 300 };
  const headers = [`Authorization: Bearer ${token(key, claims)}`];
  return (await sendRaw(kairos.baseUrl, { path: DISCOVERY, headers })).status;
}

const next = makeKey('ES384', 'next');

describe('published keys', () => {
  it('are exchanged while Kairos runs', async () => {
    const { jwks, keys } = clients;
    expect(await call(keys.es384)).toBe(200);
    jwks.keys = [next.jwk];
    pass(61);
    expect(await call(next)).toBe(200);
    expect(await call(keys.es384)).toBe(401);
  });

  it('are asked for once a minute when unknown keys are tried', async () => {
    const { jwks, keys } = clients;
    await call(keys.es384);
    for (let i = 0; i < 10; i++) expect(await call(makeKey('ES384', `made-up-${i}`))).toBe(401);
    expect(jwks.requests).toEqual(['/keys']);
  });

  it('are used while their endpoint is down', async () => {
    const { jwks, keys } = clients;
    expect(await call(keys.es384)).toBe(200);
    jwks.isDown = true;
    pass(3_600);
    expect(await call(keys.es384)).toBe(200);
    expect(await call(next)).toBe(401);
    pass(86_400);
    expect(await call(keys.es384)).toBe(401);
    jwks.isDown = false;
    pass(10);
    expect(await call(keys.es384)).toBe(200);
  });

  it('are not fetched from a private network that the operator has not named, and the log says so', async () => {
    const { OUTBOUND_PRIVATE_NETWORKS, ...env } = clients.env;
    const guarded = await startKairos({ ...env, BASE_URL: kairos.baseUrl });
    const claims = goodClaims(PUBLISHED, kairos.baseUrl + DISCOVERY);
    const headers = [`Authorization: Bearer ${token(clients.keys.es384, claims)}`];
    const answer = await sendRaw(`http://127.0.0.1:${guarded.port}`, { path: DISCOVERY, headers });
    expect(answer.status).toBe(401);
    expect(clients.jwks.requests).toEqual([]);
    expect(guarded.logLines.join()).toContain('OUTBOUND_PRIVATE_NETWORKS');
    expect(OUTBOUND_PRIVATE_NETWORKS).toBeDefined();
    await guarded.close();
  });
});
