import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { afterEach, describe, expect, it } from 'vitest';
import type { FhirClientOptions } from '../../../src/fhir/client/client.ts';
import { openOutbound } from '../../../src/fhir/client/guarded-fetch.ts';
import { deadlineIn } from '../../../src/kernel/deadline.ts';
import { adult, patientViewCall, searchset, startKairos } from '../../http/kairos.ts';
import { closeServers, loopbackClient, serve, serveTcp } from './loopback.ts';

afterEach(closeServers);

const TOKEN = 'token-that-must-not-leave';
const SECRET = 'Mallory';
const PATIENT = '{"resourceType":"Patient"}';

interface Asking extends Partial<FhirClientOptions> {
  readonly timeoutMs?: number;
}

const ask = (base: string, { timeoutMs = 2000, ...options }: Asking = {}) =>
  loopbackClient([base], options).session(deadlineIn(timeoutMs))({
    fhirServer: base,
    accessToken: TOKEN,
    url: 'Patient/1',
  });

/** Answers in turn, the last one for ever; counts the requests. */
async function serveInTurn(...answers: readonly RequestListener[]) {
  const seen = { requests: 0 };
  const base = await serve((message, response) => {
    const answer = answers[Math.min(seen.requests++, answers.length - 1)]!;
    void answer(message, response);
  });
  return { base, seen };
}

const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(code, headers).end(`{"resourceType":"OperationOutcome","text":"${SECRET}"}`);
const patient: RequestListener = (_, response) => void response.end(PATIENT);
const reset: RequestListener = ({ socket }) => void socket.resetAndDestroy();

describe('a FHIR server that', () => {
  const failures: [string, RequestListener, string][] = [
    ['hangs', () => {}, 'did not answer in time'],
    ['answers too late', (_, r) => void setTimeout(() => r.end(PATIENT), 1500), 'did not answer in time'],
    ['hangs after its headers', (_, r) => r.writeHead(200).flushHeaders(), 'did not answer in time'],
    [
      'drips its body',
      (_, r) => {
        const drip = setInterval(() => r.write(' '), 20);
        r.on('close', () => clearInterval(drip));
      },
      'did not answer in time',
    ],
    ['resets connections', reset, 'closed the connection without an answer'],
    [
      'breaks off its answer',
      (_, r) => {
        r.writeHead(200, { 'content-length': '1000' }).write('{');
        setTimeout(() => r.destroy(), 20);
      },
      'broke off its answer',
    ],
    ['answers 400', status(400), 'answered 400'],
    ['answers 401', status(401), 'refused the access token'],
    ['answers 403', status(403), 'does not allow this (403)'],
    ['answers 404', status(404), 'does not have it (404)'],
    ['answers 429', status(429), 'asked too often (429)'],
    ['answers 500', status(500), 'answered 500'],
    ['answers 503', status(503), 'answered 503'],
    ['redirects', status(302, { location: '/elsewhere' }), 'redirect, which is not followed'],
    ['sends HTML', (_, r) => r.setHeader('content-type', 'text/html').end(SECRET), 'a web page'],
    ['sends HTML and calls it FHIR', (_, r) => r.end(`\n<!doctype html>${SECRET}`), 'a web page'],
    ['sends text', (_, r) => r.end(SECRET), 'did not send JSON'],
    ['sends nothing', (_, r) => r.end(), 'did not send JSON'],
    ['sends half of its JSON', (_, r) => r.end(`{"a":"${SECRET}"`), 'did not send JSON'],
    ['nests endlessly', (_, r) => r.end('['.repeat(500)), 'nested too deeply'],
    [
      'says that it sends too much',
      (_, r) => r.setHeader('content-length', 2000).flushHeaders(),
      'too much data',
    ],
    ['sends too much', (_, r) => r.end(`"${SECRET.repeat(500)}"`), 'too much data'],
    [
      'sends without an end',
      (_, r) => {
        const chunk = Buffer.alloc(65_536, ' ');
        const more = () => {
          while (!r.destroyed && r.write(chunk));
        };
        r.on('drain', more);
        more();
      },
      'too much data',
    ],
    [
      'sends a gzip bomb',
      (_, r) => r.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(500_000, ' '))),
      'too much data',
    ],
    [
      'sends gzip that is none',
      (_, r) => r.setHeader('content-encoding', 'gzip').end(PATIENT),
      'broke off its answer',
    ],
    [
      'sends another compression',
      (_, r) => r.setHeader('content-encoding', 'br').end(PATIENT),
      'a compression not asked for',
    ],
    [
      'sends huge headers',
      (_, r) => r.setHeader('x-huge', 'x'.repeat(40_000)).end(PATIENT),
      'headers that are too',
    ],
    [
      'sends very many headers',
      (_, r) => {
        for (let i = 0; i < 3000; i++) r.setHeader(`x-${i}`, '1');
        r.end(PATIENT);
      },
      'headers that are too',
    ],
  ];

  it.each(failures)('%s is a problem that says so', async (_, listener, diagnostics) => {
    const answer = await ask(await serve(listener), { timeoutMs: 400 });
    expect(answer).toMatchObject({ ok: false, error: { code: 'prefetch-failed' } });
    const said = JSON.stringify(answer);
    expect(said).toContain(diagnostics);
    expect(said).not.toMatch(/Mallory|127\.0\.0\.1|token-that/);
  });

  it('speaks something else is a problem that says so', async () => {
    const base = await serveTcp((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
    expect(JSON.stringify(await ask(base))).toContain('did not answer in HTTP');
  });

  it('wants another protocol is a problem', async () => {
    const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n';
    const base = await serveTcp((socket) => socket.on('data', () => socket.write(upgrade)));
    expect(await ask(base)).toMatchObject({ ok: false, error: { code: 'prefetch-failed' } });
  });

  it('drips its headers is a problem', async () => {
    const base = await serveTcp((socket) => {
      const drip = setInterval(() => socket.write('x'), 20);
      socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
      socket.on('close', () => clearInterval(drip));
    });
    expect(JSON.stringify(await ask(base, { timeoutMs: 300 }))).toContain('did not answer in time');
  });

  it('is not there is a problem', async () => {
    const base = await serve(patient);
    closeServers();
    expect(JSON.stringify(await ask(base))).toContain('could not be reached');
  });

  it('has no trusted certificate or none at all is a problem', async () => {
    const base = (await serve(patient)).replace('http:', 'https:');
    expect(await ask(base)).toMatchObject({ ok: false, error: { code: 'prefetch-failed' } });
  });

  it('compresses within the limit is read', async () => {
    const base = await serve((_, r) => r.setHeader('content-encoding', 'gzip').end(gzipSync(PATIENT)));
    expect(await ask(base)).toEqual({ ok: true, value: { resourceType: 'Patient' } });
  });

  it('begins with a byte order mark is read', async () => {
    const base = await serve((_, r) => r.end(`\ufeff${PATIENT}`));
    expect(await ask(base)).toMatchObject({ ok: true });
  });

  it('gets no request once the deadline has passed', async () => {
    const { base, seen } = await serveInTurn(patient);
    expect(JSON.stringify(await ask(base, { timeoutMs: 0 }))).toContain('did not answer in time');
    expect(seen.requests).toBe(0);
  });

  it('gets no token that would break a header', async () => {
    const { base, seen } = await serveInTurn(patient);
    const session = loopbackClient([base]).session(deadlineIn(1000));
    const answer = await session({ fhirServer: base, accessToken: `a\r\nx: ${TOKEN}`, url: 'Patient/1' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'prefetch-failed' } });
    expect(JSON.stringify(answer)).not.toContain(TOKEN);
    expect(seen.requests).toBe(0);
  });
});

describe('a query', () => {
  it('has no character that a server may refuse', async () => {
    const urls: (string | undefined)[] = [];
    const base = await serve(({ url }, response) => {
      urls.push(url);
      response.end('{}');
    });
    const session = loopbackClient([base]).session(deadlineIn(1000));
    await session({
      fhirServer: base,
      url: 'Observation?patient=Patient/1&code=http://loinc.org|2160-0,a^b',
    });
    expect(urls).toEqual(['/fhir/Observation?patient=Patient/1&code=http://loinc.org%7C2160-0,a%5Eb']);
  });

  it('uses an open connection again', async () => {
    const sockets = new Set<unknown>();
    const base = await serve(({ socket }, response) => {
      sockets.add(socket);
      response.end('{}');
    });
    const session = loopbackClient([base]).session(deadlineIn(1000));
    for (let i = 0; i < 5; i++) await session({ fhirServer: base, url: 'Patient/1' });
    expect(sockets.size).toBe(1);
  });
});

describe('an open connection that the server has given up', () => {
  it('is replaced by a new one', async () => {
    let connections = 0;
    const base = await serveTcp((socket) => {
      connections++;
      const text = `HTTP/1.1 200 OK\r\ncontent-length: ${PATIENT.length}\r\n\r\n${PATIENT}`;
      socket.once('data', () => {
        socket.write(text);
        socket.once('data', () => socket.resetAndDestroy());
      });
    });
    const { fetch } = openOutbound({ privateNetworks: ['127.0.0.1'] });
    const get = () => fetch({ url: base, deadline: deadlineIn(2000), maxBytes: 1000 });
    for (let i = 1; i <= 3; i++) {
      expect(await get()).toMatchObject({ ok: true });
      expect(connections).toBe(i);
    }
  });
});

describe('another try', () => {
  const second: [string, RequestListener][] = [
    ['429', status(429)],
    ['503', status(503)],
    ['503 with seconds that fit', status(503, { 'retry-after': '0' })],
    ['503 with a date that fits', status(503, { 'retry-after': 'Mon, 23 Nov 2026 12:00:00 GMT' })],
    ['503 with nonsense', status(503, { 'retry-after': 'soon' })],
    ['a reset connection', reset],
  ];
  it.each(second)('is made after %s', async (_, first) => {
    const { base, seen } = await serveInTurn(first, patient);
    expect(await ask(base)).toMatchObject({ ok: true });
    expect(seen.requests).toBe(2);
  });

  it.each([
    ['429', status(429)],
    ['503', status(503)],
    ['resets', reset],
  ])('is made twice at most: %s', async (_, always) => {
    const { base, seen } = await serveInTurn(always);
    expect(await ask(base)).toMatchObject({ ok: false });
    expect(seen.requests).toBe(3);
  });

  it.each([
    ['400', status(400)],
    ['404', status(404)],
    ['500', status(500)],
    ['HTML', (_: unknown, r: Parameters<RequestListener>[1]) => void r.end('<html>')],
    ['503 with seconds beyond the deadline', status(503, { 'retry-after': '60' })],
    ['429 with a date beyond the deadline', status(429, { 'retry-after': 'Mon, 23 Nov 2026 12:01:00 GMT' })],
  ])('is not made after %s', async (_, always) => {
    const { base, seen } = await serveInTurn(always as RequestListener);
    expect(await ask(base)).toMatchObject({ ok: false });
    expect(seen.requests).toBe(1);
  });

  it('is not made when the deadline does not allow the wait', async () => {
    const { base, seen } = await serveInTurn(status(503));
    // The first wait is 20 ms × 0.5 to 1.5, here by an invented chance 20 s.
    expect(await ask(base, { random: () => 1000 })).toMatchObject({ ok: false });
    expect(seen.requests).toBe(1);
  });
});

describe('a server that keeps failing', () => {
  async function failing(...answers: readonly RequestListener[]) {
    const { base, seen } = await serveInTurn(...answers);
    const time = { ms: 0 };
    const rested: string[] = [];
    const client = loopbackClient([base], {
      monotonic: () => time.ms,
      onResting: (origin) => rested.push(origin),
    });
    const once = async () =>
      JSON.stringify(
        await client.session(deadlineIn(2000))({ fhirServer: base, accessToken: TOKEN, url: 'Patient/1' }),
      );
    return { base, seen, time, rested, once };
  }
  const times = async (n: number, work: () => Promise<unknown>) => {
    for (let i = 0; i < n; i++) await work();
  };

  it('is left alone after five failures, for ten seconds, then asked by one query', async () => {
    const five = Array<RequestListener>(5).fill(status(500));
    const { base, seen, time, rested, once } = await failing(...five, status(500), patient);
    await times(5, once);
    expect(rested).toEqual([new URL(base).origin]);
    expect(await once()).toContain('not asked again for some seconds');
    time.ms = 9_999;
    expect(await once()).toContain('not asked again for some seconds');
    expect(seen.requests).toBe(5);
    time.ms = 10_000;
    expect(await once()).toContain('answered 500');
    expect(await once()).toContain('not asked again for some seconds');
    expect(seen.requests).toBe(6);
    time.ms = 20_000;
    expect(await once()).toContain('Patient');
    expect(await once()).toContain('Patient');
    expect(seen.requests).toBe(8);
  });

  it('is asked by one query at a time while it is tried; the others wait for what comes of it', async () => {
    let answer: RequestListener = status(500);
    const { seen, time, once } = await failing((message, response) => void answer(message, response));
    await times(5, once);
    time.ms = 10_000;
    const failed = await Promise.all([once(), once(), once()]);
    expect(seen.requests).toBe(6);
    expect(failed.filter((text) => text.includes('answered 500')).length).toBe(1);
    answer = patient;
    time.ms = 20_000;
    const well = await Promise.all([once(), once(), once()]);
    expect(well.every((text) => text.includes('Patient'))).toBe(true);
    expect(seen.requests).toBe(9);
  });

  it.each([
    ['429', status(429, { 'retry-after': '60' })],
    ['resets', reset],
  ])('counts %s', async (_, always) => {
    const { once, rested } = await failing(always);
    await times(5, once);
    expect(rested.length).toBe(1);
  });

  it.each([
    ['400', status(400)],
    ['401', status(401)],
    ['403', status(403)],
    ['404', status(404)],
  ])('does not count %s: the query or the token was wrong', async (_, always) => {
    const { once, rested, seen } = await failing(always);
    await times(8, once);
    expect([rested.length, seen.requests]).toEqual([0, 8]);
  });

  it('begins to count anew after a success', async () => {
    const four = Array<RequestListener>(4).fill(status(500));
    const { once, rested } = await failing(...four, patient, ...four, patient);
    await times(10, once);
    expect(rested).toEqual([]);
  });

  it('does not keep another server from being asked', async () => {
    const bad = await serve(status(500));
    const good = await serve(patient);
    const client = loopbackClient([bad, good]);
    const get = (fhirServer: string) => client.session(deadlineIn(2000))({ fhirServer, url: 'Patient/1' });
    await times(6, () => get(bad));
    expect(await get(good)).toMatchObject({ ok: true });
  });
});

describe('a hook whose FHIR server', () => {
  const hook = async (listener: RequestListener, settings: Record<string, string> = {}, calls = 1) => {
    const fhirServer = await serve(listener);
    const kairos = await startKairos({
      FHIR_SERVERS: fhirServer,
      OUTBOUND_PRIVATE_NETWORKS: '127.0.0.1',
      ...settings,
    });
    const call = { ...patientViewCall(adult()), fhirServer, prefetch: {} };
    const fhirAuthorization = { access_token: TOKEN, token_type: 'Bearer' };
    const fire = () =>
      request(kairos.app)
        .post('/cds-services/prognosis-patient-view')
        .send({ ...call, fhirAuthorization });
    let response = await fire();
    for (let i = 1; i < calls; i++) response = await fire();
    await kairos.close();
    expect(kairos.logLines.join('')).not.toMatch(/token-that|Mallory/);
    expect(JSON.stringify(response.body)).not.toMatch(/token-that|Mallory/);
    return { response, log: kairos.logLines.join('') };
  };
  const issues = (body: { issue: { expression: string[]; diagnostics: string }[] }) =>
    body.issue.map(({ expression, diagnostics }) => [expression[0], diagnostics]);

  it.each([
    ['hangs', (() => {}) as RequestListener, 'did not answer in time'],
    ['refuses the token', status(401), 'refused the access token'],
    ['has nothing', status(404), 'does not have it'],
    ['answers with an OperationOutcome and 200', status(200), 'an OperationOutcome stands'],
    ['sends HTML', ((_, r) => r.end(`<html>${SECRET}`)) as RequestListener, 'a web page'],
  ])('%s is answered with 412 and a reason for each key', async (_, listener, reason) => {
    const { response } = await hook(listener);
    expect(response.status).toBe(412);
    expect(issues(response.body)).toEqual([
      ['prefetch.patient', expect.stringContaining(reason)],
      ['prefetch.observations', expect.stringContaining(reason)],
      ['prefetch.conditions', expect.stringContaining(reason)],
    ]);
  });

  it.each([
    ['pages without an end', (n: number) => `Observation?page=${n + 1}`, 'more than 3 pages'],
    ['pages in a circle', (n: number) => `Observation?page=${n % 2}`, 'go in a circle'],
  ])('%s is answered with 412', async (_, next, reason) => {
    let pages = 0;
    const { response } = await hook(
      ({ url = '' }, r) => {
        const link = [{ relation: 'next', url: next(pages) }];
        if (url.includes('Condition')) return void r.end(JSON.stringify(searchset([])));
        if (!url.includes('Observation')) return void r.end(JSON.stringify(adult().patient));
        pages++;
        return void r.end(JSON.stringify({ ...searchset([]), link }));
      },
      { FETCH_MAX_PAGES: '3' },
    );
    expect(response.status).toBe(412);
    expect(issues(response.body)).toEqual([['prefetch.observations', expect.stringContaining(reason)]]);
    expect(pages).toBe(3);
  });

  it('sends more than FETCH_MAX_BYTES is answered with 412', async () => {
    const { response } = await hook((_, r) => r.end(`"${'x'.repeat(3000)}"`), { FETCH_MAX_BYTES: '2048' });
    expect(response.status).toBe(412);
    expect(issues(response.body)[0]?.[1]).toContain('too much data');
  });

  it('keeps failing is named in the log, by its address and nothing else', async () => {
    const { response, log } = await hook(status(500), {}, 3);
    expect(response.status).toBe(412);
    expect(log).toContain('a FHIR server failed repeatedly');
  });
});
