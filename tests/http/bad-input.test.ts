import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  adult,
  observation,
  patientViewCall,
  quantity,
  type RunningKairos,
  searchset,
  startKairos,
} from './kairos.ts';

const SERVICE = '/cds-services/prognosis-patient-view';
const NAME = 'Xanthippe-Unique-Name';

let kairos: RunningKairos;

beforeAll(async () => {
  kairos = await startKairos({ BODY_LIMIT_BYTES: '300000' });
});
afterAll(() => kairos.close());

const valid = () => patientViewCall(adult());

const withPrefetch = (prefetch: object) => ({ ...valid(), prefetch: { ...valid().prefetch, ...prefetch } });

const withObservation = (extra: object) =>
  withPrefetch({ observations: searchset([...adult().observations, extra]) });

const post = (body: unknown, type = 'application/json') =>
  request(kairos.app)
    .post(SERVICE)
    .set('content-type', type)
    .send(typeof body === 'string' ? body : JSON.stringify(body));

const storedCount = async () => {
  const response = await request(kairos.app).get('/fhir/RiskAssessment?_summary=count');
  return response.body.total as number;
};

const nested = (depth: number) => `${'{"extension":['.repeat(depth)}${']}'.repeat(depth)}`;

const creatinine = (rest: object) => observation('test-1', 'x', '2160-0', rest);

const cases: [name: string, body: unknown, status: number, code: string, expression?: string][] = [
  ['text that is not JSON', '{"hook":', 400, 'not-json'],
  ['an empty body', '', 400, 'required-field', 'hook'],
  ['an array', [], 400, 'not-an-object'],
  ['a JSON string', '"hook"', 400, 'not-an-object'],
  ['null', 'null', 400, 'not-an-object'],
  ['no hook', { ...valid(), hook: undefined }, 400, 'required-field', 'hook'],
  ['another hook', { ...valid(), hook: 'order-sign' }, 400, 'wrong-hook', 'hook'],
  ['no hookInstance', { ...valid(), hookInstance: undefined }, 400, 'required-field', 'hookInstance'],
  [
    'a hookInstance that is no UUID',
    { ...valid(), hookInstance: NAME },
    400,
    'hook-instance-not-uuid',
    'hookInstance',
  ],
  [
    'no patientId',
    { ...valid(), context: { userId: 'Practitioner/1' } },
    400,
    'required-field',
    'context.patientId',
  ],
  ['a body over the limit', { ...valid(), padding: 'x'.repeat(400_000) }, 413, 'too-large'],
  ['deep nesting', nested(70), 400, 'too-deep'],
  ['very deep nesting', nested(10_000), 400, 'too-deep'],
  ['a prefetch that is a list', { ...valid(), prefetch: [] }, 400, 'invalid-field', 'prefetch'],
  [
    'neither prefetch nor fhirServer',
    { ...valid(), prefetch: undefined },
    412,
    'prefetch-failed',
    'prefetch.patient',
  ],
  [
    'a server that is not allowed',
    { ...valid(), prefetch: {}, fhirServer: 'http://127.0.0.1:1/fhir' },
    403,
    'forbidden-server',
  ],
  ['no Patient', withPrefetch({ patient: null }), 412, 'prefetch-failed', 'prefetch.patient'],
  [
    'an Observation as Patient',
    withPrefetch({ patient: adult().observations[0] }),
    422,
    'wrong-resource-type',
    'prefetch.patient',
  ],
  [
    'another Patient',
    withPrefetch({ patient: { ...adult().patient, id: 'someone-else', name: [{ text: NAME }] } }),
    422,
    'wrong-patient',
    'prefetch.patient',
  ],
  [
    'a Condition among the Observations',
    withObservation({ resourceType: 'Condition', id: 'c', code: { text: NAME } }),
    422,
    'wrong-resource-type',
    'prefetch.observations.entry[20].resource',
  ],
  [
    "another patient's Observation",
    withObservation(observation('someone-else', 'x', '2160-0', quantity(1, 'mg/dL'))),
    422,
    'wrong-patient',
    'prefetch.observations.entry[20].resource',
  ],
  [
    'an Observation without a subject',
    withObservation({ ...creatinine(quantity(1, 'mg/dL')), subject: undefined }),
    422,
    'wrong-patient',
    'prefetch.observations.entry[20].resource',
  ],
  [
    'an OperationOutcome as Observations',
    withPrefetch({
      observations: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', diagnostics: NAME }] },
    }),
    412,
    'prefetch-failed',
    'prefetch.observations',
  ],
];

describe('bad input to a hook', () => {
  let before: number;
  beforeEach(async () => {
    before = await storedCount();
  });

  it.each(cases)('refuses %s', async (_, body, status, code, expression) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(response.headers['content-type']).toMatch(/^application\/fhir\+json/);
    const [issue] = response.body.issue;
    expect(response.body.resourceType).toBe('OperationOutcome');
    expect(issue.details.coding[0].code).toBe(code);
    if (expression) expect(issue.expression?.[0]).toMatch(startsWith(expression));
    expect(response.text).not.toContain(NAME);
    expect(response.text).not.toMatch(/node_modules|\.ts:\d/);
    expect(await storedCount()).toBe(before);
  });

  it('refuses a body that is not JSON by its type', async () => {
    expect((await post(JSON.stringify(valid()), 'text/plain')).status).toBe(415);
  });

  it('refuses other methods and unknown services', async () => {
    expect((await request(kairos.app).get(SERVICE)).status).toBe(405);
    expect((await request(kairos.app).post('/cds-services/nothing').send(valid())).status).toBe(404);
    expect((await request(kairos.app).get('/nowhere')).status).toBe(404);
    expect((await request(kairos.app).get('/cds-services/%ff')).status).toBe(400);
  });

  it('still answers a good call afterwards', async () => {
    const response = await post(valid());
    expect(response.status).toBe(200);
    expect(response.body.cards).toHaveLength(1);
  });

  it('writes nothing of a request into the log', () => {
    expect(kairos.logLines.join('')).not.toMatch(new RegExp(`${NAME}|test-1|1963`));
  });
});

const startsWith = (text: string) => new RegExp(`^${text.replace(/[.[\]]/g, '\\$&')}`);

const unusable: [string, object][] = [
  ['an unknown unit', quantity(0.9, 'furlong')],
  ['no unit', { valueQuantity: { value: 0.9 } }],
  ['an implausible value', quantity(900, 'mg/dL')],
  ['a string for a number', { valueString: '0.9 mg/dL' }],
  ['entered in error', { ...quantity(0.9, 'mg/dL'), status: 'entered-in-error' }],
];

describe('a single value that cannot be used', () => {
  it.each(unusable)('makes the model abstain when it was required: %s', async (_, value) => {
    const response = await post(patientViewCall(adult('test-1', { '2160-0': value })));
    expect(response.status).toBe(200);
    const [card] = response.body.cards;
    expect(card.indicator).toBe('info');
    expect(card.summary).toMatch(/creatinine/i);
    expect(card.summary).not.toMatch(/\d+ ?%/);
  });

  it.each(unusable)('is left out and named when it was not: %s', async (_, value) => {
    const response = await post(patientViewCall(adult('test-1', { '1988-5': value })));
    const [card] = response.body.cards;
    expect(card.summary).toMatch(/\d ?%/);
    expect(card.detail).toMatch(/C-reactive protein/i);
  });
});
