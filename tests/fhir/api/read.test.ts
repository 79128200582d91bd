import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW } from '../../store/place.ts';
import { full } from '../../store/resources.ts';
import { type Api, BASE, problemOf, startApi } from './server.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi(Object.values(full));
});
afterAll(() => api.close());

const LAST_MODIFIED = 'Mon, 23 Nov 2026 12:00:00 GMT';

describe('read', () => {
  it('answers with the resource, its version and its time', async () => {
    const response = await api.get('RiskAssessment/full').expect(200);
    expect(response.headers).toMatchObject({
      'content-type': 'application/fhir+json; charset=utf-8',
      etag: 'W/"1"',
      'last-modified': LAST_MODIFIED,
    });
    expect(response.body).toEqual({ ...full.RiskAssessment, meta: { versionId: '1', lastUpdated: NOW } });
  });

  it('answers HEAD with the same headers and no body', async () => {
    const response = await api.send('head', 'RiskAssessment/full').expect(200);
    expect(response.headers.etag).toBe('W/"1"');
    expect(response.text).toBeUndefined();
  });

  it.each(['RiskAssessment/nobody', 'Device/Full', 'Patient/full', 'nothing', '', 'RiskAssessment/full/x'])(
    'finds nothing at "%s"',
    async (path) => {
      const { body } = await api.get(path).expect(404);
      expect(body.resourceType).toBe('OperationOutcome');
      expect(problemOf(body).code).toBe('not-found');
    },
  );
});

describe('conditional read', () => {
  const known: Record<string, string>[] = [
    { 'If-None-Match': 'W/"1"' },
    { 'If-None-Match': '"1"' },
    { 'If-None-Match': 'W/"0", W/"1"' },
    { 'If-None-Match': '*' },
    { 'If-Modified-Since': LAST_MODIFIED },
    { 'If-Modified-Since': 'Tue, 24 Nov 2026 00:00:00 GMT' },
  ];
  it.each(known)('answers 304 to %o', async (headers) => {
    const response = await api.get('RiskAssessment/full', headers).expect(304);
    expect(response.text).toBe('');
    expect(response.headers).toMatchObject({ etag: 'W/"1"', 'last-modified': LAST_MODIFIED });
    await api.get('RiskAssessment/full/_history/1', headers).expect(304);
  });

  const others: Record<string, string>[] = [
    { 'If-None-Match': 'W/"2"' },
    { 'If-None-Match': '1' },
    { 'If-Modified-Since': 'Mon, 23 Nov 2026 11:59:59 GMT' },
    { 'If-Modified-Since': 'yesterday' },
    { 'If-None-Match': 'W/"2"', 'If-Modified-Since': LAST_MODIFIED },
  ];
  it.each(others)('answers 200 to %o', async (headers) => {
    const response = await api.get('RiskAssessment/full', headers).expect(200);
    expect(response.body.id).toBe('full');
  });
});

describe('vread and history', () => {
  it('read one version', async () => {
    const read = await api.get('Device/full');
    const versioned = await api.get('Device/full/_history/1').expect(200);
    expect(versioned.body).toEqual(read.body);
    expect(versioned.headers.etag).toBe('W/"1"');
  });

  it.each(['2', '0', '01', '1/x'])('find no version %s', async (version) => {
    const { body } = await api.get(`Device/full/_history/${version}`).expect(404);
    expect(problemOf(body).code).toBe('not-found');
  });

  it('list the versions', async () => {
    const { body } = await api.get('Device/full/_history').expect(200);
    expect(body).toMatchObject({
      resourceType: 'Bundle',
      type: 'history',
      total: 1,
      link: [{ relation: 'self', url: `${BASE}/Device/full/_history` }],
    });
    expect(body.entry).toEqual([
      {
        fullUrl: `${BASE}/Device/full`,
        resource: (await api.get('Device/full')).body,
        request: { method: 'PUT', url: 'Device/full' },
        response: { status: '201', etag: 'W/"1"', lastModified: NOW },
      },
    ]);
    await api.get('Device/nobody/_history').expect(404);
  });
});
