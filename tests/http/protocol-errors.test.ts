import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../fhir/validate.ts';
import { adult, patientViewCall, type RunningKairos, startKairos } from './kairos.ts';
import { lastAnswer, open, rawExchange } from './raw.ts';

const SERVICE = '/cds-services/prognosis-patient-view';

let kairos: RunningKairos;
beforeAll(async () => {
  kairos = await startKairos({ REQUEST_TIMEOUT_MS: '1500' });
});
afterAll(() => kairos.close());

const BODY = JSON.stringify(patientViewCall(adult()));
const head = (start: string, ...headers: string[]) =>
  [start, 'Host: 127.0.0.1', ...headers, '', ''].join('\r\n');
const post = (...headers: string[]) =>
  head(`POST ${SERVICE} HTTP/1.1`, 'Content-Type: application/json', ...headers);

const unusable: [name: string, request: string, status: number, code: string][] = [
  ['text that is no HTTP', 'Hello, is this the hospital?\r\n\r\n', 400, 'malformed-request'],
  ['a TLS handshake', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000', 400, 'malformed-request'],
  ['a method that does not exist', head('FIRE / HTTP/1.1'), 400, 'malformed-request'],
  ['another version', head('GET / HTTP/7.0'), 400, 'malformed-request'],
  ['a header without a colon', head('GET / HTTP/1.1', 'nonsense'), 400, 'malformed-request'],
  ['a space in the path', head('GET /a b HTTP/1.1'), 400, 'malformed-request'],
  ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'malformed-request'],
  ['two lengths', `${post('Content-Length: 3', 'Content-Length: 4')}null`, 400, 'malformed-request'],
  [
    'a length and chunks (request smuggling)',
    `${post('Content-Length: 4', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
    400,
    'malformed-request',
  ],
  ['a chunk of no size', `${post('Transfer-Encoding: chunked')}zz\r\n`, 400, 'malformed-request'],
  ['a negative length', post('Content-Length: -1'), 400, 'malformed-request'],
  ['headers of 20 kB', head('GET / HTTP/1.1', `X: ${'x'.repeat(20_000)}`), 431, 'headers-too-large'],
  ['CONNECT', head('CONNECT other.example:443 HTTP/1.1'), 405, 'method-not-allowed'],
  ['another expectation', `${post('Expect: the-best', 'Content-Length: 4')}null`, 417, 'expectation-failed'],
];

describe('what is no request', () => {
  it.each(unusable)('is refused with an OperationOutcome: %s', async (_, request, status, code) => {
    const answer = lastAnswer(await rawExchange(kairos.baseUrl, request));
    const outcome = JSON.parse(answer.body);
    expect([answer.status, outcome.issue[0].details.coding[0].code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toMatch(/^application\/fhir\+json/);
    expect(answer.headers.connection).toBe('close');
    expect(violations(outcome)).toEqual([]);
  });

  it.each([
    ['headers that do not end', `POST ${SERVICE} HTTP/1.1\r\nHost: 127.0.0.1\r\n`],
    ['a body that is shorter than its length', `${post(`Content-Length: ${BODY.length + 1}`)}${BODY}`],
    ['chunks that do not end', `${post('Transfer-Encoding: chunked')}1\r\n{\r\n`],
  ])('is waited for no longer than the setting says: %s', async (_, request) => {
    const answer = lastAnswer(await rawExchange(kairos.baseUrl, request));
    expect([answer.status, JSON.parse(answer.body).issue[0].details.coding[0].code]).toEqual([
      408,
      'request-timeout',
    ]);
  });

  it('leaves the request before it answered: a body that is longer than its length', async () => {
    const short = post(`Content-Length: ${BODY.length}`);
    const exchange = await rawExchange(kairos.baseUrl, `${short}${BODY}and more\r\n\r\n`);
    expect(lastAnswer(exchange).status).toBe(400);
    expect(exchange).not.toMatch(/HTTP\/1.1 5/);
  });

  it('is a drip that is cut in the end', async () => {
    const socket = open(kairos.baseUrl);
    socket.write(post('Transfer-Encoding: chunked'));
    const drip = setInterval(() => socket.write('1\r\n \r\n'), 100);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    clearInterval(drip);
    expect(lastAnswer(Buffer.concat(chunks).toString()).status).toBe(408);
  });
});

describe('what HTTP allows', () => {
  it('is a request of HTTP/1.0', async () => {
    const answer = lastAnswer(await rawExchange(kairos.baseUrl, 'GET /livez HTTP/1.0\r\n\r\n'));
    expect([answer.status, answer.body]).toEqual([200, 'ok']);
  });

  it('is a body after 100 Continue', async () => {
    const request = post('Expect: 100-continue', 'Connection: close', `Content-Length: ${BODY.length}`);
    const exchange = await rawExchange(kairos.baseUrl, request, BODY);
    expect(exchange).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK/);
    expect(JSON.parse(lastAnswer(exchange).body).cards).toHaveLength(1);
  });

  it('is a wish to upgrade, which is not heard', async () => {
    const wish = ['Upgrade: websocket', 'Connection: upgrade, close', 'Sec-WebSocket-Version: 13'];
    const exchange = await rawExchange(kairos.baseUrl, head('GET /cds-services HTTP/1.1', ...wish));
    expect(lastAnswer(exchange).status).toBe(200);
  });

  it('is a whole address on the request line', async () => {
    const { host } = new URL(kairos.baseUrl);
    const start = `GET http://${host}/cds-services HTTP/1.1`;
    expect(lastAnswer(await rawExchange(kairos.baseUrl, head(start, 'Connection: close'))).status).toBe(200);
  });
});

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('an address without anything', () => {
  const get = (path: string, accept: string, method = 'GET') =>
    fetch(kairos.baseUrl + path, { headers: { accept }, method });

  it.each(['/nowhere', '/models/nothing', '/insight/RiskAssessment/nothing', '/insight/%C3%28'])(
    'is a page for a browser and an OperationOutcome for a program: %s',
    async (path) => {
      const page = await get(path, BROWSER);
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(page.headers.get('vary')).toContain('Accept');
      const text = await page.text();
      expect(text).toMatch(/^<!doctype html>/);
      expect(text).toContain(`Error ${page.status}`);
      for (const accept of ['*/*', 'application/json', 'application/fhir+json']) {
        const answer = await get(path, accept);
        expect(answer.status).toBe(page.status);
        expect(await answer.json()).toMatchObject({ resourceType: 'OperationOutcome' });
      }
    },
  );

  it.each([
    '/cds-services/nothing/more/still',
    '/fhir/Nothing',
    '/demo/fhir/Nothing/1',
    '/fhir/%ff',
    '/cds-services/%ff',
  ])('is an OperationOutcome for everybody who calls an API: %s', async (path) => {
    const answer = await get(path, BROWSER);
    expect(answer.headers.get('content-type')).toMatch(/^application\/fhir\+json/);
    expect([400, 404]).toContain(answer.status);
    expect(violations(await answer.json())).toEqual([]);
  });

  it('shows nothing of what was asked for', async () => {
    const page = await get('/%3Cscript%3Ealert(1)%3C/script%3E', BROWSER);
    expect(await page.text()).not.toMatch(/alert/);
  });

  it('says which methods there are', async () => {
    for (const [path, allow] of [
      ['/cds-services', 'GET, HEAD'],
      [SERVICE, 'POST'],
      [`${SERVICE}/feedback`, 'POST'],
      ['/fhir/RiskAssessment', 'GET, HEAD'],
    ] as const) {
      const answer = await get(path, '*/*', 'PUT');
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
    }
  });
});
