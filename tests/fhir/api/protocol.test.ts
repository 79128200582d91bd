import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { full } from '../../store/resources.ts';
import { type Api, problemOf, startApi } from './server.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi(Object.values(full));
});
afterAll(() => api.close());

describe('methods', () => {
  const refused = [
    ['post', 'RiskAssessment', 'GET, HEAD'],
    ['put', 'RiskAssessment/full', 'GET, HEAD'],
    ['patch', 'RiskAssessment/full', 'GET, HEAD'],
    ['delete', 'RiskAssessment/full', 'GET, HEAD'],
    ['post', '', 'GET, HEAD'],
    ['post', 'metadata', 'GET, HEAD'],
    ['put', 'RiskAssessment/_search', 'POST'],
  ] as const;
  it.each(refused)('%s %s is refused, with those that are allowed', async (method, path, allow) => {
    const response = await api.send(method, path).expect(405);
    expect(problemOf(response.body).code).toBe('method-not-allowed');
    expect(response.headers.allow).toBe(allow);
    expect((await api.get('RiskAssessment/full')).status).toBe(200);
  });

  it('GET of _search is refused', async () => {
    const response = await api.get('RiskAssessment/_search?subject=Patient/p1').expect(405);
    expect(response.headers.allow).toBe('POST');
  });
});

describe('formats', () => {
  it.each([
    'application/fhir+json',
    'application/fhir+json; fhirVersion=4.0',
    'APPLICATION/JSON',
    'application/json+fhir',
    'text/html, */*;q=0.8',
    '*/*',
    '',
  ])('Accept "%s" gets FHIR JSON', async (accept) => {
    const response = await api.get('Device/full', { Accept: accept }).expect(200);
    expect(response.headers['content-type']).toBe('application/fhir+json; charset=utf-8');
  });

  it.each(['application/fhir+xml', 'text/html', 'application/pdf, image/png'])(
    'Accept "%s" gets 406',
    async (accept) => {
      for (const path of ['Device/full', 'Device', 'metadata', 'Device/full/_history']) {
        const { body } = await api.get(path, { Accept: accept }).expect(406);
        expect(problemOf(body).code).toBe('not-acceptable');
      }
    },
  );

  it.each(['json', 'application/json', 'application/fhir+json', 'application/fhir%2Bjson'])(
    '_format=%s goes before Accept',
    async (format) => {
      await api.get(`Device/full?_format=${format}`, { Accept: 'text/html' }).expect(200);
      await api.get(`Device?_format=${format}`, { Accept: 'text/html' }).expect(200);
    },
  );

  it.each(['xml', 'ttl', 'html', 'application/fhir+xml'])('_format=%s gets 406', async (format) => {
    await api.get(`Device/full?_format=${format}`, { Accept: 'application/fhir+json' }).expect(406);
    await api.form('Device/_search', `_format=${format}`).expect(406);
  });

  it.each(['application/json', 'application/fhir+json', 'text/plain', 'application/xml'])(
    'a search posted as %s is refused: it would find everything',
    async (type) => {
      const response = await api.send('post', 'Device/_search').type(type).send('{"status":"inactive"}');
      expect(response.status).toBe(415);
      expect(problemOf(response.body).code).toBe('unsupported-media-type');
    },
  );

  it('a form may name its charset', async () => {
    const type = 'application/x-www-form-urlencoded; charset=UTF-8';
    const response = await api.send('post', 'Device/_search').set('content-type', type).send('status=active');
    expect(response.body.total).toBe(1);
  });
});

describe('malformed addresses', () => {
  it.each(['%', '%ff', 'Device/%e0%a4%a', 'Device/full?_format=%', 'Device?status=%ff', 'Device/full%'])(
    '%s is refused',
    async (path) => {
      const { body } = await api.get(path).expect(400);
      expect(body.resourceType).toBe('OperationOutcome');
    },
  );
});

const HOSTILE = [
  "'; DROP TABLE resource; --",
  "' OR '1'='1",
  '\u0000',
  'a\u0000b',
  '%',
  '_',
  '*',
  '\\',
  '\\\\,\\',
  ',',
  ',,,,',
  '|',
  '||',
  '../../etc/passwd',
  '😀',
  '\u202e\u2066',
  '9'.repeat(4000),
  'x'.repeat(4000),
  '2026,'.repeat(1500),
];

/** Every search parameter that the server says it has, and those that steer. */
async function everyParameter(): Promise<string[]> {
  const { body } = await api.get('metadata');
  const listed = (body.rest[0].resource as { type: string; searchParam?: { name: string }[] }[]).flatMap(
    ({ type, searchParam = [] }) =>
      searchParam.flatMap(({ name }) => [
        `${type}?${name}`,
        `${type}?${name}:not`,
        `${type}?${name}:missing`,
      ]),
  );
  const controls = ['_count', '_offset', '_sort', '_include', '_revinclude', '_summary', '_total', '_format'];
  return [...listed, ...controls.map((name) => `RiskAssessment?${name}`)];
}

describe('hostile values', () => {
  it('are answered or refused, never failed on', async () => {
    for (const parameter of await everyParameter()) {
      for (const value of HOSTILE) {
        const { status } = await api.get(`${parameter}=${encodeURIComponent(value)}`);
        expect([200, 400, 406], `${parameter}=${value.slice(0, 40)}`).toContain(status);
      }
    }
  });

  it.each(HOSTILE)('in a path find nothing (%#)', async (value) => {
    const name = encodeURIComponent(value);
    for (const path of [`Device/${name}`, `Device/full/_history/${name}`, name]) {
      expect((await api.get(path)).status, path.slice(0, 80)).toBe(404);
    }
  });

  it('in a form may be long', async () => {
    const ids = Array.from({ length: 50_000 }, (_, i) => `id${i}`).join(',');
    const { body } = await api.form('Device/_search', `_id=full,${ids}`).expect(200);
    expect(body.total).toBe(1);
  });

  it.each([
    ['alternatives of a date', 'RiskAssessment', `date=${'2026-01,'.repeat(20_000)}`],
    ['alternatives of a number', 'RiskAssessment', `probability=${'1,'.repeat(20_000)}`],
    ['alternatives of a string', 'Device', `model=${'m,'.repeat(20_000)}`],
    ['conditions', 'Device', '_id=full&'.repeat(900)],
    ['parameters', 'Device', '_id=full&'.repeat(5_000)],
  ])('of too many %s are refused', async (_, type, form) => {
    await api.form(`${type}/_search`, form).expect(400);
  });

  it('of very many sort keys decide nothing more than the first', async () => {
    const sort = '_lastUpdated,'.repeat(5_000);
    await api.form('RiskAssessment/_search', `_sort=${sort.slice(0, -1)}`).expect(200);
  });
});
