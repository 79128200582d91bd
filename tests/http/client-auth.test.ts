import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goodClaims, type Json, NOW_SECONDS, type TestKey, token } from '../cds-hooks/client-auth/tokens.ts';
import { badTokens } from './bad-tokens/index.ts';
import { type Attack, DISCOVERY, FEEDBACK, HOOK } from './bad-tokens/kinds.ts';
import { EHR, LISTED, makeClients, PUBLISHED, TENANTED, type TestClients } from './clients.ts';
import { adult, patientViewCall, type RunningKairos, startKairos } from './kairos.ts';
import { type RawAnswer, type RawRequest, sendRaw } from './raw-http.ts';

const MAIN = resolve(import.meta.dirname, '../../src/main.ts');

let directory: string;
let clients: TestClients;
let kairos: RunningKairos;
/** Another instance over the same database, as a replica is. */
let replica: RunningKairos;
let attack: Attack;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kairos-auth-'));
  clients = await makeClients(directory);
  const env = { ...clients.env, DATA_DIR: join(directory, 'data') };
  kairos = await startKairos(env);
  replica = await startKairos({ ...env, BASE_URL: kairos.baseUrl });
  attack = { clients, baseUrl: kairos.baseUrl };
});
afterAll(async () => {
  await Promise.all([kairos.close(), replica.close(), clients.jwks.close()]);
  rmSync(directory, { recursive: true });
});

const authorized = (jwt: string, path = DISCOVERY, rest: Partial<RawRequest> = {}): RawRequest => ({
  path,
  headers: [`Authorization: Bearer ${jwt}`],
  ...rest,
});

const tokenFor = (path: string, change: Json = {}, key: TestKey = clients.keys.es384, header: Json = {}) =>
  token(key, { ...goodClaims(EHR, kairos.baseUrl + path), ...change }, header);

const hookCall = (id: string) => JSON.stringify(patientViewCall(adult(id)));

async function refusalCodes(act: () => Promise<unknown>): Promise<unknown[]> {
  const before = kairos.logLines.length;
  await act();
  const lines = kairos.logLines.slice(before).map((line) => JSON.parse(line));
  return lines.filter((line) => line.msg === 'call refused').map((line) => line.code);
}

describe('a call without a good token', () => {
  let bare: RawAnswer;
  beforeAll(async () => {
    bare = await sendRaw(kairos.baseUrl, { path: DISCOVERY });
  });

  it('gets a bare 401', () => {
    expect(bare.status).toBe(401);
    expect(bare.text).toMatch(/\r\nWWW-Authenticate: Bearer\r\n/);
    expect(JSON.parse(bare.body)).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'login', details: { text: 'Authentication is required' } }],
    });
  });

  it.each(badTokens)('is the same 401 to the last byte: $name', async ({ bad, reason }) => {
    let answer: RawAnswer | undefined;
    const codes = await refusalCodes(async () => {
      answer = await sendRaw(kairos.baseUrl, bad(attack));
    });
    expect(answer?.status).toBe(401);
    expect(answer?.text).toBe(bare.text);
    // Refused for this reason and not by another mistake of the token: so the log says, as a code and nothing more.
    expect(codes).toEqual(reason === 'unparsable' ? [] : [reason]);
  });

  it('is tried in as many ways as the tests claim', () => {
    expect(new Set(badTokens.map((b) => b.name)).size).toBe(badTokens.length);
    expect(badTokens.length).toBeGreaterThanOrEqual(130);
  });

  it.each([
    ['GET', '/cds-services/'],
    ['POST', HOOK],
    ['POST', FEEDBACK],
    ['POST', '/cds-services/no-such-service'],
    ['OPTIONS', HOOK],
    ['DELETE', '/CDS-Services/x'],
    ['GET', '/fhir/metadata'],
    ['GET', '/fhir/RiskAssessment/no-such-id'],
    ['POST', '/fhir/RiskAssessment/_search'],
    ['GET', '/FHIR/RiskAssessment'],
  ])('is the same 401 for %s %s, whatever is there', async (method, path) => {
    const answer = await sendRaw(kairos.baseUrl, {
      method,
      path,
      ...(method === 'POST' ? { body: '{]' } : {}),
    });
    expect(answer.text).toBe(bare.text);
  });

  it('is not told from one with a large body', async () => {
    for (const size of [100_000, 5_000_000]) {
      const body = 'x'.repeat(size);
      const answer = await sendRaw(kairos.baseUrl, { method: 'POST', path: HOOK, body });
      expect(answer.text).toBe(bare.text);
    }
  });
});

describe('a token that was used', () => {
  it('is refused from then on, here and on another replica', async () => {
    const jwt = tokenFor(DISCOVERY);
    expect((await sendRaw(kairos.baseUrl, authorized(jwt))).status).toBe(200);
    const bare = await sendRaw(kairos.baseUrl, { path: DISCOVERY });
    const there = `http://127.0.0.1:${replica.port}`;
    expect((await sendRaw(kairos.baseUrl, authorized(jwt))).text).toBe(bare.text);
    expect((await sendRaw(there, authorized(jwt))).text).toBe(bare.text);
    expect((await sendRaw(there, authorized(tokenFor(DISCOVERY)))).status).toBe(200);
  });

  it('opens one of many calls at once', async () => {
    const jwt = tokenFor(DISCOVERY);
    const urls = [kairos.baseUrl, `http://127.0.0.1:${replica.port}`];
    const calls = Array.from({ length: 40 }, (_, i) => sendRaw(urls[i % 2]!, authorized(jwt)));
    const statuses = (await Promise.all(calls)).map((answer) => answer.status);
    expect(statuses.filter((s) => s === 200)).toHaveLength(1);
    expect(statuses.filter((s) => s === 401)).toHaveLength(39);
  });

  it('is not refused for the id of another client’s token', async () => {
    const claims = { jti: 'shared-by-two' };
    const { other } = clients.keys;
    expect((await sendRaw(kairos.baseUrl, authorized(tokenFor(DISCOVERY, claims)))).status).toBe(200);
    const theirs = tokenFor(DISCOVERY, { ...claims, iss: 'https://other.example' }, other);
    expect((await sendRaw(kairos.baseUrl, authorized(theirs))).status).toBe(200);
  });

  it('is not used up by a call with a bad signature', async () => {
    const claims = { jti: 'not-yet-used' };
    const forged = tokenFor(DISCOVERY, claims, clients.keys.stranger);
    expect((await sendRaw(kairos.baseUrl, authorized(forged))).status).toBe(401);
    expect((await sendRaw(kairos.baseUrl, authorized(tokenFor(DISCOVERY, claims)))).status).toBe(200);
  });
});

describe('a good token', () => {
  const good: Readonly<Record<string, () => string>> = {
    ES384: () => tokenFor(DISCOVERY),
    RS384: () => tokenFor(DISCOVERY, {}, clients.keys.rs384),
    'aud in a list': () => tokenFor(DISCOVERY, { aud: ['https://x.example', kairos.baseUrl + DISCOVERY] }),
    'a life of a day': () => tokenFor(DISCOVERY, { exp: NOW_SECONDS + 86_400 }),
    'expired within the skew': () => tokenFor(DISCOVERY, { iat: NOW_SECONDS - 300, exp: NOW_SECONDS - 59 }),
    'iat and nbf ahead within the skew': () =>
      tokenFor(DISCOVERY, { iat: NOW_SECONDS + 60, nbf: NOW_SECONDS + 60, exp: NOW_SECONDS + 90 }),
    'a jti of 256 characters': () => tokenFor(DISCOVERY, { jti: 'j'.repeat(256) }),
    'jku on the list': () =>
      tokenFor(DISCOVERY, { iss: LISTED }, clients.keys.es384, { jku: `${clients.jwks.url}/keys` }),
    'keys published at an agreed URL': () => tokenFor(DISCOVERY, { iss: PUBLISHED }, clients.keys.rs384),
    'jku of a client without a list, which is ignored': () =>
      tokenFor(DISCOVERY, {}, clients.keys.es384, { jku: 'https://sandbox.example/jwks' }),
    'a tenant that is allowed': () => tokenFor(DISCOVERY, { iss: TENANTED, tenant: 'south' }),
    'a tenant that nobody asked for': () => tokenFor(DISCOVERY, { tenant: 'anything' }),
    'members that nobody knows': () =>
      tokenFor(DISCOVERY, { sub: 'x', extension: {} }, clients.keys.es384, { x5t: 'x' }),
  };
  it.each(Object.keys(good))('opens discovery: %s', async (name) => {
    const answer = await sendRaw(kairos.baseUrl, authorized(good[name]!()));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body).services.length).toBeGreaterThan(0);
  });

  it('may be announced by bearer in lower case', async () => {
    const headers = [`authorization: bearer ${tokenFor(DISCOVERY)}`];
    expect((await sendRaw(kairos.baseUrl, { path: DISCOVERY, headers })).status).toBe(200);
  });

  it('of the service opens the service', async () => {
    const call = authorized(tokenFor(HOOK), HOOK, { method: 'POST', body: hookCall('auth-1') });
    const answer = await sendRaw(kairos.baseUrl, call);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body).cards).toHaveLength(1);
  });

  it('of feedback gets as far as the feedback itself', async () => {
    const call = authorized(tokenFor(FEEDBACK), FEEDBACK, { method: 'POST', body: '{"feedback":1}' });
    expect((await sendRaw(kairos.baseUrl, call)).status).toBe(400);
  });

  it('of /fhir opens all of it', async () => {
    for (const path of ['/fhir/metadata', '/fhir/RiskAssessment?subject=Patient/auth-1'])
      expect((await sendRaw(kairos.baseUrl, authorized(tokenFor('/fhir'), path))).status, path).toBe(200);
  });

  it('is RS256 or ES256 only where the operator adds them', async () => {
    const file = join(directory, 'clients-256.json');
    const { rs256, es256 } = clients.keys;
    const { writeFileSync } = await import('node:fs');
    writeFileSync(file, JSON.stringify([{ iss: EHR, jwks: { keys: [rs256.jwk, es256.jwk] } }]));
    const lenient = await startKairos({
      CDS_CLIENTS: file,
      CDS_CLIENT_ALGORITHMS: 'ES384,RS384,RS256,ES256',
    });
    for (const key of [rs256, es256]) {
      const jwt = token(key, goodClaims(EHR, lenient.baseUrl + DISCOVERY));
      expect((await sendRaw(lenient.baseUrl, authorized(jwt))).status, key.alg).toBe(200);
    }
    await lenient.close();
  });
});

describe('beside what needs a token', () => {
  it('probes stay open', async () => {
    for (const path of ['/livez', '/readyz'])
      expect((await sendRaw(kairos.baseUrl, { path })).status).toBe(200);
  });

  it('answers other malformed requests as before', async () => {
    const answer = await sendRaw(kairos.baseUrl, { path: '/ x', headers: ['a b: c'] });
    expect(answer.status).toBe(400);
  });
});

describe('a result page', () => {
  const resultLink = async (id: string): Promise<string> => {
    const call = authorized(tokenFor(HOOK), HOOK, { method: 'POST', body: hookCall(id) });
    const { cards } = JSON.parse((await sendRaw(kairos.baseUrl, call)).body);
    return cards[0].links[0].url;
  };
  const open = (path: string) => sendRaw(kairos.baseUrl, { path });

  it('opens with the link of its card, which is the same every time', async () => {
    const link = await resultLink('page-1');
    expect(link).toMatch(/\/insight\/RiskAssessment\/[\w.-]+\?s=[\w-]{43}$/);
    expect(await resultLink('page-1')).toBe(link);
    const page = await open(link.slice(kairos.baseUrl.length));
    expect(page.status).toBe(200);
    expect(page.body).toContain('<h1>');
  });

  it('is on every replica, by the same link', async () => {
    const path = (await resultLink('page-2')).slice(kairos.baseUrl.length);
    expect((await sendRaw(`http://127.0.0.1:${replica.port}`, { path })).status).toBe(200);
  });

  it('has the feedback page beside it, whose address the command line gives', async () => {
    expect((await open('/insight/feedback')).status).toBe(404);
    const address = execFileSync(process.execPath, [MAIN, 'feedback', '--link'], {
      encoding: 'utf8',
      env: { ...process.env, ...clients.env, DATA_DIR: kairos.dataDirectory, BASE_URL: kairos.baseUrl },
    }).trim();
    const page = await open(address.slice(kairos.baseUrl.length));
    expect(page.status).toBe(200);
    const next = /href="(\/insight\/feedback\?period=90[^"]*)"/.exec(page.body)![1]!.replaceAll('&amp;', '&');
    expect((await open(next)).status).toBe(200);
  });

  it('does not tell whether it exists without that link', async () => {
    const link = new URL(await resultLink('page-3'));
    const other = new URL(await resultLink('page-4'));
    const missing = await open('/insight/RiskAssessment/no-such-id');
    expect(missing.status).toBe(404);
    const s = link.searchParams.get('s')!;
    const changed = `${s.startsWith('A') ? 'B' : 'A'}${s.slice(1)}`;
    const attempts = [
      link.pathname,
      `${link.pathname}?s=`,
      `${link.pathname}?s=${changed}`,
      `${link.pathname}?s=${s.slice(0, -2)}`,
      `${link.pathname}?s=${s}&s=${s}`,
      `${link.pathname}?s[]=${s}`,
      `${link.pathname}/?s=${s}`,
      `${link.pathname}${other.search}`,
      `${other.pathname}${link.search}`,
      `${link.pathname.toLowerCase()}${link.search}`,
    ];
    for (const path of attempts) expect((await open(path)).text, path).toBe(missing.text);
  });
});

describe('tokens', () => {
  it('are in no log line, in no file of the database and in no answer', async () => {
    const accessToken = 'seeded-access-token-4711';
    const jti = 'seeded-token-id-4712';
    const jwt = tokenFor(HOOK, { jti });
    const body = JSON.stringify({
      ...patientViewCall(adult('seeded')),
      prefetch: {},
      fhirServer: `${clients.jwks.url}/fhir`,
      fhirAuthorization: {
        access_token: accessToken,
        token_type: 'Bearer',
        expires_in: 300,
        scope: 'x',
        subject: 'x',
      },
    });
    const call = authorized(jwt, HOOK, { method: 'POST', body });
    const answers = [await sendRaw(kairos.baseUrl, call), await sendRaw(kairos.baseUrl, call)];
    expect(answers.map((a) => a.status)).toEqual([expect.any(Number), 401]);
    expect(answers[0]!.status).not.toBe(401);
    const data = join(directory, 'data');
    const files = readdirSync(data).map((name) => readFileSync(join(data, name)));
    expect(files.length).toBeGreaterThanOrEqual(2);
    const seen = [
      ...kairos.logLines,
      ...answers.map((a) => a.text),
      ...files.map((f) => f.toString('latin1')),
    ].join('\n');
    expect(seen).toContain('call refused');
    for (const secret of [accessToken, jti, jwt, ...jwt.split('.')]) expect(seen).not.toContain(secret);
  });
});
