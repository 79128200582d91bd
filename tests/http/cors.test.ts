import { createECDH } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adult, patientViewCall, type RunningKairos, startKairos } from './kairos.ts';

const SERVICE = '/cds-services/prognosis-patient-view';
const EHR = 'https://ehr.example.org';
const CDS_PATHS = ['/cds-services', SERVICE, `${SERVICE}/feedback`];

const servers: RunningKairos[] = [];
async function start(env: Record<string, string>): Promise<RunningKairos> {
  const kairos = await startKairos(env);
  servers.push(kairos);
  return kairos;
}
afterAll(() => Promise.all(servers.map((kairos) => kairos.close())));

const preflight = (kairos: RunningKairos, path: string, origin = EHR) =>
  fetch(kairos.baseUrl + path, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });

const corsHeaders = (answer: Response): string[] =>
  [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));

describe('a web page of any origin', () => {
  let kairos: RunningKairos;
  beforeAll(async () => {
    kairos = await start({});
  });

  it.each(CDS_PATHS)('may call %s with a token and JSON', async (path) => {
    const answer = await preflight(kairos, path);
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-methods')?.split(', ')).toEqual(['GET', 'POST']);
    expect(answer.headers.get('access-control-allow-headers')?.split(', ')).toEqual([
      'Authorization',
      'Content-Type',
    ]);
    expect(Number(answer.headers.get('access-control-max-age'))).toBeGreaterThan(0);
    expect(answer.headers.get('vary')).toContain('Origin');
    expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
  });

  it('can read the answer, and a refusal', async () => {
    const call = (body: string) =>
      fetch(kairos.baseUrl + SERVICE, {
        method: 'POST',
        headers: { origin: EHR, 'content-type': 'application/json' },
        body,
      });
    for (const [body, status] of [
      [JSON.stringify(patientViewCall(adult())), 200],
      ['{', 400],
    ] as const) {
      const answer = await call(body);
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([status, '*']);
    }
  });

  it.each([
    '/fhir/RiskAssessment',
    '/fhir/metadata',
    '/',
    '/models',
    '/insight/RiskAssessment/1',
    '/openapi.json',
    '/readyz',
  ])('cannot read %s', async (path) => {
    expect(corsHeaders(await preflight(kairos, path))).toEqual([]);
    expect(corsHeaders(await fetch(kairos.baseUrl + path, { headers: { origin: EHR } }))).toEqual([]);
  });

  it('is told of no method that is not there', async () => {
    const options = await fetch(kairos.baseUrl + SERVICE, { method: 'OPTIONS', headers: { origin: EHR } });
    expect([options.status, options.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('origins on a list', () => {
  let kairos: RunningKairos;
  beforeAll(async () => {
    kairos = await start({ CORS_ORIGINS: `https://other.example.org:8443, ${EHR}` });
  });

  it('are named one by one', async () => {
    for (const origin of [EHR, 'https://other.example.org:8443']) {
      const answer = await preflight(kairos, SERVICE, origin);
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
      expect(answer.headers.get('vary')).toContain('Origin');
    }
  });

  it.each([
    'https://evil.example.org',
    `${EHR}.evil.example`,
    'http://ehr.example.org',
    'https://ehr.example.org:444',
    'https://other.example.org',
    'null',
    '*',
  ])('are no others: %s', async (origin) => {
    expect(corsHeaders(await preflight(kairos, SERVICE, origin))).toEqual([]);
    const answer = await fetch(`${kairos.baseUrl}/cds-services`, { headers: { origin } });
    expect(corsHeaders(answer)).toEqual([]);
    expect(answer.headers.get('vary')).toContain('Origin');
  });

  it('may be none', async () => {
    const closed = await start({ CORS_ORIGINS: 'none' });
    for (const origin of [EHR, 'none', 'null'])
      expect(corsHeaders(await preflight(closed, SERVICE, origin))).toEqual([]);
  });

  it.each([
    'ehr.example.org',
    'https://ehr.example.org/',
    'https://ehr.example.org/app',
    'https://*.example.org/x',
  ])('are written as browsers send them: %s is refused', async (origin) => {
    await expect(startKairos({ CORS_ORIGINS: origin })).rejects.toThrow(/CORS_ORIGINS/);
  });
});

describe('with CDS clients', () => {
  let kairos: RunningKairos;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kairos-cors-'));
    const file = join(folder, 'clients.json');
    writeFileSync(file, JSON.stringify([{ iss: EHR, jwks: { keys: [publicKey()] } }]));
    kairos = await start({ CDS_CLIENTS: file });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(CDS_PATHS)('a preflight needs no token, and what follows does: %s', async (path) => {
    const asked = await preflight(kairos, path);
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    const method = path === '/cds-services' ? 'GET' : 'POST';
    const answer = await fetch(kairos.baseUrl + path, { method, headers: { origin: EHR } });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([401, '*']);
  });

  it('OPTIONS that is no preflight needs one as well', async () => {
    expect((await fetch(kairos.baseUrl + SERVICE, { method: 'OPTIONS' })).status).toBe(401);
  });
});

/** A key of which nobody has the other half. */
function publicKey(): object {
  const ecdh = createECDH('secp384r1');
  const point = ecdh.generateKeys();
  const [x, y] = [point.subarray(1, 49), point.subarray(49)].map((half) => half.toString('base64url'));
  return { kty: 'EC', crv: 'P-384', kid: 'k1', alg: 'ES384', x, y };
}
