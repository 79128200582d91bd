import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { goodAnswers } from './good-service.ts';
import { bodyOf, fireAt, startServer } from './servers.ts';

let server: Awaited<ReturnType<typeof startServer>>;
afterEach(() => server.close());

const observation = (id: string) => ({
  resourceType: 'Observation',
  id,
  subject: { reference: 'Patient/p1' },
});
const PATIENT = { resourceType: 'Patient', id: 'p1' };

type Fhir = (path: string, request: IncomingMessage) => object | number;

/** The good service, and beside it an EHR that answers as told; gives what the service was called with. */
async function callWith(fhir: Fhir, changes: Parameters<typeof fireAt>[1] = {}) {
  const asked: IncomingMessage[] = [];
  let body: Record<string, unknown> = {};
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = request.url ?? '';
    response.setHeader('Content-Type', 'application/json');
    if (url.startsWith('/fhir/')) {
      asked.push(request);
      const found = fhir(url.slice('/fhir/'.length), request);
      if (typeof found === 'number') return response.writeHead(found).end();
      return response.end(JSON.stringify(found));
    }
    if (request.method === 'POST') body = await bodyOf(request);
    const { discovery, response: cards } = goodAnswers();
    return response.end(JSON.stringify(request.method === 'POST' ? cards : discovery));
  };
  server = await startServer(answer);
  const fhirServer = { base: `${server.base}/fhir`, token: 'ehr-token' };
  const address = `${server.base}/cds-services/good`;
  const context = { patient: 'p1', user: 'Practitioner/u1' };
  const report = await fireAt(address, { hook: 'patient-view', context, fhirServer, ...changes });
  return { asked, body, report };
}

const page = (resources: readonly object[], next?: string) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  ...(next ? { link: [{ relation: 'next', url: next }] } : {}),
  entry: resources.map((resource) => ({ resource })),
});

describe('prefetch from a FHIR server', () => {
  it('has what the templates ask for, pages joined, fetched with the token and sent without it', async () => {
    const { asked, body, report } = await callWith((path) => {
      if (path.startsWith('Patient/')) return PATIENT;
      if (path.startsWith('Practitioner/')) return { resourceType: 'Practitioner', id: 'u1' };
      if (path.includes('page=2')) return page([observation('b')]);
      if (path.includes('code=')) return page([observation('a')], `${server.base}/fhir/Observation?page=2`);
      return page([]);
    });
    expect(body.prefetch).toEqual({
      patient: PATIENT,
      user: { resourceType: 'Practitioner', id: 'u1' },
      labs: { ...page([observation('a'), observation('b')]), total: 2 },
      recent: { resourceType: 'Bundle', type: 'searchset', total: 0 },
    });
    expect(asked.every(({ headers }) => headers.authorization === 'Bearer ehr-token')).toBe(true);
    expect(body).not.toHaveProperty('fhirServer');
    expect(JSON.stringify([body, report])).not.toContain('ehr-token');
    expect(report.notes).toEqual([]);
  });

  it('leaves out what the server does not give, and says so', async () => {
    const { body, report } = await callWith((path) => (path.startsWith('Patient/') ? PATIENT : 500));
    expect(body.prefetch).toEqual({ patient: PATIENT });
    expect(report.notes).toHaveLength(3);
    expect(report.notes[0]).toBe('prefetch.labs is left out: the FHIR server answered 500');
  });

  it('does not take the token to another server, nor go round in circles', async () => {
    const next = (url: string) => (path: string) =>
      path.startsWith('Observation') ? page([observation('a')], url) : PATIENT;
    const away = await callWith(next('http://127.0.0.1:1/fhir/Observation?page=2'));
    expect(away.report.notes[0]).toContain('its next page is on another server');
    await server.close();
    const round = await callWith((path) =>
      path.startsWith('Observation') ? page([], `${server.base}/fhir/Observation?again`) : PATIENT,
    );
    expect(round.report.notes[0]).toContain('too many pages');
  });

  it('is not fetched when the service is to fetch it, with the token, itself', async () => {
    const { asked, body, report } = await callWith(() => 500, { noPrefetch: true });
    expect(asked).toEqual([]);
    expect(body).toMatchObject({
      fhirServer: `${server.base}/fhir`,
      fhirAuthorization: { access_token: 'ehr-token', token_type: 'Bearer' },
    });
    expect(body).not.toHaveProperty('prefetch');
    expect(JSON.stringify(report)).not.toContain('ehr-token');
  });

  it('comes from files where there are any, and the server is named for the rest', async () => {
    const files = [PATIENT, observation('a')];
    const { asked, body, report } = await callWith(() => 500, { files });
    expect(asked).toEqual([]);
    expect(body.prefetch).toMatchObject({ patient: PATIENT, labs: { total: 0 } });
    expect(body.fhirServer).toBe(`${server.base}/fhir`);
    expect(report.notes).toEqual([
      'prefetch.user is left out: the files hold no such Practitioner',
      'prefetch.recent is left out: the parameter code:in cannot be answered from files',
    ]);
  });
});
