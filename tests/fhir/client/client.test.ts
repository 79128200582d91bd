import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { allowList } from '../../../src/fhir/client/allow-list.ts';
import { deadlineIn } from '../../../src/kernel/deadline.ts';
import { closeServers, loopbackClient, serve } from './loopback.ts';

afterEach(closeServers);

const session = (base: string, { timeoutMs = 1000, maxBytes = 1000 } = {}) =>
  loopbackClient([base], { maxBytes }).session(deadlineIn(timeoutMs));

describe('FHIR client', () => {
  it('reads with the token and the FHIR media type', async () => {
    const seen: unknown[] = [];
    const base = await serve((request, response) => {
      seen.push(request.url, request.headers.authorization, request.headers.accept);
      response.end('{"resourceType":"Patient"}');
    });
    const answer = await session(base)({ fhirServer: base, accessToken: 't', url: 'Patient/1' });
    expect(answer).toEqual({ ok: true, value: { resourceType: 'Patient' } });
    expect(seen).toEqual(['/fhir/Patient/1', 'Bearer t', 'application/fhir+json, application/json;q=0.9']);
  });

  const failures: [string, RequestListener, string][] = [
    ['an error status', (_, r) => r.writeHead(500).end('{}'), 'answered 500'],
    ['HTML', (_, r) => r.end('<html>'), 'a web page instead of JSON'],
    ['more than the size limit', (_, r) => r.end(JSON.stringify('x'.repeat(2000))), 'too much data'],
    [
      'a redirect',
      (_, r) => r.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
      'redirect, which is not followed',
    ],
    ['nothing at all', () => {}, 'did not answer in time'],
  ];
  it.each(failures)('turns %s into a problem', async (_, listener, diagnostics) => {
    const base = await serve(listener);
    const answer = await session(base, { timeoutMs: 200 })({ fhirServer: base, url: 'Patient/1' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'prefetch-failed' } });
    expect(JSON.stringify(answer)).toContain(diagnostics);
  });

  it('shares one deadline between the queries of a session', async () => {
    let calls = 0;
    const base = await serve((_, response) => {
      calls++;
      setTimeout(() => response.end('{}'), 150);
    });
    const ask = session(base, { timeoutMs: 250 });
    expect((await ask({ fhirServer: base, url: 'a' })).ok).toBe(true);
    expect((await ask({ fhirServer: base, url: 'b' })).ok).toBe(false);
    expect(calls).toBe(2);
  });
});

describe('allow list', () => {
  const allowed = allowList(['https://ehr.example/fhir/r4', 'http://127.0.0.1:8080/demo/fhir']);

  it.each([
    'https://ehr.example/fhir/r4',
    'https://ehr.example/fhir/r4/Patient/1?x=y',
    'https://EHR.example:443/fhir/r4/',
    'http://127.0.0.1:8080/demo/fhir/Observation?patient=1',
  ])('allows %s', (url) => expect(allowed.allows(url)).toBe(true));

  it.each([
    'https://ehr.example/fhir/r4x/Patient',
    'https://ehr.example/fhir',
    'https://ehr.example/fhir/r4/../../admin',
    'https://ehr.example/fhir/r4/%2e%2e/%2e%2e/admin',
    'https://ehr.example/fhir/r4/..%2fadmin',
    'http://ehr.example/fhir/r4',
    'https://ehr.example:8443/fhir/r4',
    'https://ehr.example.evil/fhir/r4',
    'https://user@ehr.example/fhir/r4',
    'https://evil@ehr.example/fhir/r4',
    'ftp://ehr.example/fhir/r4',
    'file:///etc/passwd',
    'not a url',
    '',
  ])('refuses %s', (url) => expect(allowed.allows(url)).toBe(false));

  it('never asks a server that is not allowed', async () => {
    let calls = 0;
    const base = await serve((_, response) => {
      calls++;
      response.end('{}');
    });
    const ask = loopbackClient(['https://ehr.example/fhir/r4']).session(deadlineIn(500));
    const answer = await ask({ fhirServer: base, url: 'Patient/1' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden-server' } });
    const elsewhere = await ask({ fhirServer: 'https://ehr.example/fhir/r4', url: `${base}/Patient/1` });
    expect(elsewhere).toMatchObject({ ok: false, error: { code: 'forbidden-server' } });
    expect(calls).toBe(0);
  });

  it('does not follow a page to another server, even to one on the list', async () => {
    const asked: (string | undefined)[] = [];
    const listener: RequestListener = ({ url }, response) => {
      asked.push(url);
      response.end('{}');
    };
    const [one, other] = [await serve(listener), await serve(listener)];
    const ask = loopbackClient([one, other]).session(deadlineIn(1000));
    const answer = await ask({ fhirServer: one, accessToken: 'token', url: `${other}/page2` });
    expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden-server' } });
    expect(asked).toEqual([]);
    expect(await ask({ fhirServer: one, url: `${one}/page2` })).toMatchObject({ ok: true });
  });
});
