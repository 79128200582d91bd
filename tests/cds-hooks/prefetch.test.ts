import { describe, expect, it } from 'vitest';
import { type FetchFhir, resolvePrefetch } from '../../src/cds-hooks/prefetch.ts';
import type { HookRequest } from '../../src/cds-hooks/request.ts';
import { problem } from '../../src/kernel/errors.ts';
import { err, ok } from '../../src/kernel/result.ts';

const templates = {
  patient: 'Patient/{{context.patientId}}',
  observations: 'Observation?patient={{context.patientId}}',
};
const patient = { resourceType: 'Patient', id: '1' };
const observation = { resourceType: 'Observation', id: 'o' };
const bundle = (...resources: unknown[]) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
});
const outcome = (severity: string) => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity, code: 'exception' }],
});

const request = (prefetch: Record<string, unknown>, fhirServer?: string): HookRequest => ({
  hook: 'patient-view',
  hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
  context: { patientId: '1', userId: 'Practitioner/1' },
  prefetch,
  ...(fhirServer ? { fhirServer, accessToken: 'token' } : {}),
});

const neverFetch: FetchFhir = () => {
  throw new Error('nothing should be fetched');
};

const answers = (pages: Record<string, unknown>) => {
  const asked: string[] = [];
  const fetchFhir: FetchFhir = async ({ url, accessToken }) => {
    asked.push(`${accessToken} ${url}`);
    return url in pages ? ok(pages[url]) : err(problem('prefetch-failed', { diagnostics: '404' }));
  };
  return { asked, fetchFhir };
};

describe('resolvePrefetch', () => {
  it('uses what was sent and says where each resource stood', async () => {
    const sent = { patient, observations: bundle(outcome('warning'), observation) };
    expect(await resolvePrefetch(request(sent), templates, neverFetch)).toEqual(
      ok({
        patient: { resource: patient, expression: 'prefetch.patient' },
        observations: [{ resource: observation, expression: 'prefetch.observations.entry[1].resource' }],
      }),
    );
  });

  it('takes null for known to be empty', async () => {
    const result = await resolvePrefetch(request({ patient, observations: null }), templates, neverFetch);
    expect(result).toMatchObject({ ok: true, value: { observations: [] } });
  });

  describe('of a service that asks for conditions and medications', () => {
    const wider = {
      ...templates,
      conditions: 'Condition?patient={{context.patientId}}',
      medications: 'MedicationRequest?patient={{context.patientId}}',
    };
    const condition = { resourceType: 'Condition', id: 'c' };

    it('gives them, null being known to be empty', async () => {
      const sent = { patient, observations: null, conditions: bundle(condition), medications: null };
      expect(await resolvePrefetch(request(sent), wider, neverFetch)).toMatchObject({
        ok: true,
        value: {
          conditions: [{ resource: condition, expression: 'prefetch.conditions.entry[0].resource' }],
          medications: [],
        },
      });
    });

    it('fetches those that are absent', async () => {
      const sent = { patient, observations: null };
      const { asked, fetchFhir } = answers({
        'Condition?patient=Patient/1': bundle(condition),
        'MedicationRequest?patient=Patient/1': bundle(),
      });
      const fetched = await resolvePrefetch(request(sent, 'https://ehr.example'), wider, fetchFhir);
      expect(fetched).toMatchObject({ ok: true, value: { conditions: [{}], medications: [] } });
      expect(asked).toHaveLength(2);
    });

    it('takes those that nobody sent and no server can be asked for as unknown, not as none', async () => {
      const result = await resolvePrefetch(request({ patient, observations: null }), wider, neverFetch);
      expect(result.ok && Object.keys(result.value)).toEqual(['patient', 'observations']);
    });

    it('leaves them out where the service does not ask for them', async () => {
      const sent = { patient, observations: null, conditions: bundle(condition) };
      const result = await resolvePrefetch(request(sent), templates, neverFetch);
      expect(result.ok && Object.keys(result.value)).toEqual(['patient', 'observations']);
    });
  });

  it('fetches what is absent, with the token, and follows pages', async () => {
    const first = { ...bundle(observation), link: [{ relation: 'next', url: 'https://ehr.example/page2' }] };
    const { asked, fetchFhir } = answers({
      'Observation?patient=Patient/1': first,
      'https://ehr.example/page2': bundle(observation, observation),
    });
    const result = await resolvePrefetch(request({ patient }, 'https://ehr.example'), templates, fetchFhir);
    expect(result.ok && result.value.observations.length).toBe(3);
    expect(asked).toEqual(['token Observation?patient=Patient/1', 'token https://ehr.example/page2']);
  });

  it('completes a prefetched first page from the server', async () => {
    const observations = {
      ...bundle(observation),
      link: [{ relation: 'next', url: 'https://ehr.example/p2' }],
    };
    const { fetchFhir } = answers({ 'https://ehr.example/p2': bundle(observation) });
    const complete = await resolvePrefetch(
      request({ patient, observations }, 'https://e'),
      templates,
      fetchFhir,
    );
    expect(complete.ok && complete.value.observations.length).toBe(2);
    const alone = await resolvePrefetch(request({ patient, observations }), templates, neverFetch);
    expect(alone).toMatchObject({ ok: false, error: [{ code: 'prefetch-failed' }] });
  });

  it('names every key that could not be had', async () => {
    const result = await resolvePrefetch(request({}), templates, neverFetch);
    expect(!result.ok && result.error.map((p) => [p.code, p.expression])).toEqual([
      ['prefetch-failed', 'prefetch.patient'],
      ['prefetch-failed', 'prefetch.observations'],
    ]);
  });

  const linked = (url: string) => ({ ...bundle(observation), link: [{ relation: 'next', url }] });

  it('stops at endless paging', async () => {
    let pages = 0;
    const endless: FetchFhir = async () => ok(linked(`Observation?page=${++pages}`));
    const result = await resolvePrefetch(request({ patient }, 'https://e'), templates, endless);
    const diagnostics = 'the answer has more than 10 pages';
    expect(result).toMatchObject({
      ok: false,
      error: [{ expression: 'prefetch.observations', diagnostics }],
    });
    expect(pages).toBe(10);
    await resolvePrefetch(request({ patient }, 'https://e'), templates, endless, 3);
    expect(pages).toBe(13);
  });

  it('asks for no further page of ImagingStudies, of which the newest come first', async () => {
    const withImaging = { ...templates, imaging: 'ImagingStudy?patient={{context.patientId}}' };
    const { asked, fetchFhir } = answers({ 'ImagingStudy?patient=Patient/1': linked('https://e/p2') });
    const sent = { patient, observations: null };
    const fetched = await resolvePrefetch(request(sent, 'https://e'), withImaging, fetchFhir);
    expect(fetched.ok && fetched.value.imaging?.length).toBe(1);
    expect(asked).toEqual(['token ImagingStudy?patient=Patient/1']);
    const prefetched = request({ ...sent, imaging: linked('https://e/p2') }, 'https://e');
    const known = await resolvePrefetch(prefetched, withImaging, neverFetch);
    expect(known.ok && known.value.imaging?.length).toBe(1);
  });

  it('notices pages that go in a circle', async () => {
    const { asked, fetchFhir } = answers({
      'Observation?patient=Patient/1': linked('https://e/p2'),
      'https://e/p2': linked('https://e/p3'),
      'https://e/p3': linked('https://e/p2'),
    });
    const result = await resolvePrefetch(request({ patient }, 'https://e'), templates, fetchFhir);
    const diagnostics = 'the pages of the answer go in a circle';
    expect(result).toMatchObject({
      ok: false,
      error: [{ expression: 'prefetch.observations', diagnostics }],
    });
    expect(asked.length).toBe(3);
  });

  it('asks for all absent keys before any is answered', async () => {
    const asked: string[] = [];
    const release: (() => void)[] = [];
    const fetchFhir: FetchFhir = ({ url }) => {
      asked.push(url);
      return new Promise((resolve) => release.push(() => resolve(ok(url === 'Patient/1' ? patient : null))));
    };
    const result = resolvePrefetch(request({}, 'https://e'), templates, fetchFhir);
    expect(asked).toEqual(['Patient/1', 'Observation?patient=Patient/1']);
    for (const answer of release) answer();
    expect(await result).toMatchObject({ ok: true });
  });

  it('says of each key why it could not be had', async () => {
    const reasons: Record<string, string> = {
      'Patient/1': 'the server does not have it (404)',
      'Observation?patient=Patient/1': 'the server did not answer in time',
    };
    const fetchFhir: FetchFhir = async ({ url }) =>
      err(problem('prefetch-failed', { diagnostics: reasons[url] ?? 'unexpected' }));
    const result = await resolvePrefetch(request({}, 'https://e'), templates, fetchFhir);
    expect(!result.ok && result.error.map((p) => [p.expression, p.diagnostics])).toEqual([
      ['prefetch.patient', 'the server does not have it (404)'],
      ['prefetch.observations', 'the server did not answer in time'],
    ]);
  });

  it('names a server that may not be asked once', async () => {
    const fetchFhir: FetchFhir = async () => err(problem('forbidden-server', { expression: 'fhirServer' }));
    const result = await resolvePrefetch(request({}, 'https://e'), templates, fetchFhir);
    expect(!result.ok && result.error.map((p) => [p.code, p.expression])).toEqual([
      ['forbidden-server', 'fhirServer'],
    ]);
  });

  it.each([
    ['as it is', outcome('information'), 'prefetch.observations'],
    ['among the entries', bundle(observation, outcome('error')), 'prefetch.observations.entry[1].resource'],
    [
      'without issues',
      bundle({ resourceType: 'OperationOutcome' }),
      'prefetch.observations.entry[0].resource',
    ],
    [
      'as outcome of an entry without a resource',
      { resourceType: 'Bundle', entry: [{ response: { status: '404', outcome: outcome('error') } }] },
      'prefetch.observations.entry[0].resource',
    ],
  ])('does not take a fetched OperationOutcome for no data: %s', async (_, value, expression) => {
    const fetchFhir: FetchFhir = async () => ok(value);
    const result = await resolvePrefetch(request({ patient }, 'https://e'), templates, fetchFhir);
    expect(result).toMatchObject({ ok: false, error: [{ expression }] });
  });

  it.each([
    ['an OperationOutcome as Patient', { patient: outcome('error'), observations: null }, 'prefetch.patient'],
    [
      'an OperationOutcome as Observations',
      { patient, observations: outcome('error') },
      'prefetch.observations',
    ],
    [
      'a failing outcome among the entries',
      { patient, observations: bundle(outcome('fatal')) },
      'prefetch.observations.entry[0].resource',
    ],
    ['no Patient', { patient: null, observations: null }, 'prefetch.patient'],
    ['two Patients', { patient: bundle(patient, patient), observations: null }, 'prefetch.patient'],
    ['text as Patient', { patient: 'Patient/1', observations: null }, 'prefetch.patient'],
    [
      'an entry without a resource',
      { patient, observations: { resourceType: 'Bundle', entry: [null] } },
      'prefetch.observations.entry[0].resource',
    ],
    [
      'entries that are no array',
      { patient, observations: { resourceType: 'Bundle', entry: {} } },
      'prefetch.observations.entry',
    ],
  ])('refuses %s', async (_, sent, expression) => {
    const result = await resolvePrefetch(request(sent), templates, neverFetch);
    expect(result).toMatchObject({ ok: false, error: [{ expression }] });
  });
});
