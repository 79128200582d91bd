import type { Bundle, OperationOutcome, RiskAssessment } from '@medplum/fhirtypes';
import { Validator } from '@seriousme/openapi-schema-validator';
import request from 'supertest';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pacs } from '../chart/imaging-studies.ts';
import { emptyMembers, violations } from '../fhir/validate.ts';
import {
  type Archive,
  child,
  closeBoth,
  fire,
  openBoth,
  recordedStudy,
  restored,
  viewCall,
} from './imaging.ts';
import type { RunningKairos } from './kairos.ts';

let archive: Archive;
let kairos: RunningKairos;
beforeAll(async () => {
  ({ archive, kairos } = await openBoth());
});
afterEach(() => restored(archive));
afterAll(() => closeBoth({ archive, kairos }));

const post = (body: object, headers: Record<string, string> = {}) =>
  request(kairos.app).post('/fhir/ImagingStudy/$analyze').set(headers).send(body);

const parameters = (parameter: unknown) => ({ resourceType: 'Parameters', parameter });
const of = (name: string, resource: unknown) => ({ name, resource });

const resultsIn = ({ entry = [] }: Bundle): RiskAssessment[] =>
  entry.flatMap(({ resource }) => (resource?.resourceType === 'RiskAssessment' ? [resource] : []));

const get = async (path: string) => (await request(kairos.app).get(path).expect(200)).body;

/** Asks until there are results: the search of Content-Location finds them when they are there. */
async function foundAt(url: string): Promise<Bundle> {
  for (;;) {
    const bundle: Bundle = await get(url.slice(kairos.baseUrl.length));
    if (bundle.total) return bundle;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('$analyze', () => {
  it('answers with the RiskAssessments of an ImagingStudy, and computes nothing twice', async () => {
    const before = archive.asked.length;
    const first = await post(recordedStudy('a1')).expect(200);
    expect(first.headers['content-type']).toBe('application/fhir+json; charset=utf-8');
    expect(violations(first.body)).toEqual([]);
    expect(emptyMembers(first.body)).toEqual([]);
    const [result, ...others] = resultsIn(first.body);
    expect(others).toEqual([]);
    expect(result).toMatchObject({ subject: { reference: 'Patient/a1' }, meta: { versionId: '1' } });
    expect((await post(recordedStudy('a1')).expect(200)).body).toEqual(first.body);
    expect(archive.asked.length).toBe(before + 1);
    const [card] = await fire(kairos, viewCall(child('a1'), [recordedStudy('a1')]));
    expect(card?.links?.[0]?.url).toContain(`/insight/RiskAssessment/${result?.id}`);
  });

  it('takes Parameters: the study, the patient for the age, endpoints, one model', async () => {
    const study = recordedStudy('a2', { endpoint: [{ reference: 'Endpoint/pacs' }] });
    const { body } = await post(
      parameters([
        of('imagingStudy', study),
        of('patient', child('a2', '1950-01-01')),
        of('endpoint', pacs({ address: archive.url })),
        { name: 'model', valueCode: 'toy' },
      ]),
    ).expect(200);
    expect(resultsIn(body)[0]).toMatchObject({ status: 'cancelled' });
    expect(resultsIn(body)[0]?.note?.[0]?.text).toContain('age 76');
  });

  it('analyses studies of any day', async () => {
    const { body } = await post(recordedStudy('a3', { started: '2024-02-01' })).expect(200);
    expect(resultsIn(body)).toHaveLength(1);
  });

  it('says where the results will be found to who does not wait', async () => {
    let answer = () => {};
    archive.answers.delayed = new Promise((resolve) => {
      answer = resolve;
    });
    const { body, headers } = await post(recordedStudy('a4'), { Prefer: 'respond-async' }).expect(202);
    expect(body.resourceType).toBe('OperationOutcome');
    expect(violations(body)).toEqual([]);
    const url = String(headers['content-location']);
    expect(url.startsWith(`${kairos.baseUrl}/fhir/RiskAssessment?subject=Patient%2Fa4&identifier=`)).toBe(
      true,
    );
    answer();
    const found = await foundAt(url);
    expect(resultsIn(found).map((r) => r.subject.reference)).toEqual(['Patient/a4']);
  });

  it('asks the archive for the instances that a study does not list', async () => {
    const study = recordedStudy('a7', { modality: [{ code: 'DX' }], series: undefined });
    const { body } = await post(study).expect(200);
    expect(resultsIn(body)).toHaveLength(1);
  });

  it('says that the archive is still being asked to who does not wait', async () => {
    let answer = () => {};
    archive.answers.delayed = new Promise((resolve) => {
      answer = resolve;
    });
    // An address with a slash at its end is another place, of which nothing is known.
    const endpoint = [{ reference: '#archive' }];
    const contained = [pacs({ id: 'archive', address: `${archive.url}/` })];
    const study = recordedStudy('a8', { modality: [{ code: 'DX' }], series: undefined, endpoint, contained });
    const { body, headers } = await post(study, { Prefer: 'respond-async' }).expect(202);
    expect(body.issue[0].details.text).toContain('is being asked what pictures the study has');
    expect(violations(body)).toEqual([]);
    expect(headers['content-location']).toBeUndefined();
    answer();
    expect(resultsIn((await post(study).expect(200)).body)).toHaveLength(1);
  });

  it('says that there is nothing to analyse', async () => {
    const { body } = await post(recordedStudy('a5', { series: [] })).expect(200);
    expect(resultsIn(body)).toEqual([]);
    const outcome = body.entry[0].resource as OperationOutcome;
    expect(outcome.issue[0]).toMatchObject({ severity: 'information' });
    expect(violations(body)).toEqual([]);
  });

  it('says why a picture could not be had, with the status of the failure', async () => {
    archive.answers.has = false;
    const { body } = await post(recordedStudy('a6')).expect(502);
    expect(body.issue[0]).toMatchObject({
      code: 'transient',
      details: { coding: [{ code: 'image-unavailable' }] },
      diagnostics: 'the archive does not have it (404)',
    });
  });
});

const bad: [name: string, body: object, status: number, code: string, at: string | undefined][] = [
  ['another resource', { resourceType: 'Patient', id: 'x' }, 422, 'wrong-resource-type', 'resourceType'],
  ['a list', [], 400, 'not-an-object', undefined],
  ['no parameters', parameters([]), 400, 'required-field', 'Parameters.parameter'],
  ['parameters that are no list', parameters({}), 400, 'invalid-field', 'Parameters.parameter'],
  ['a parameter that is a string', parameters(['x']), 400, 'not-an-object', 'Parameters.parameter[0]'],
  ['a parameter without name', parameters([{}]), 400, 'required-field', 'Parameters.parameter[0].name'],
  [
    'an unknown parameter',
    parameters([of('study', {})]),
    400,
    'invalid-field',
    'Parameters.parameter[0].name',
  ],
  [
    'a study that is none',
    parameters([of('imagingStudy', { resourceType: 'Patient' })]),
    422,
    'wrong-resource-type',
    'Parameters.parameter[0].resource',
  ],
  [
    'a parameter without resource',
    parameters([{ name: 'imagingStudy' }]),
    400,
    'required-field',
    'Parameters.parameter[0].resource',
  ],
  [
    'two studies',
    parameters([of('imagingStudy', recordedStudy('b')), of('imagingStudy', recordedStudy('b'))]),
    400,
    'invalid-field',
    'Parameters.parameter[1].name',
  ],
  [
    'a model without a code',
    parameters([{ name: 'model' }]),
    400,
    'required-field',
    'Parameters.parameter[0].valueCode',
  ],
  [
    'an unknown model',
    parameters([of('imagingStudy', recordedStudy('b')), { name: 'model', valueCode: 'none' }]),
    404,
    'unknown-model',
    'Parameters.parameter[1].valueCode',
  ],
  [
    'another patient',
    parameters([of('imagingStudy', recordedStudy('b')), of('patient', child('c'))]),
    422,
    'wrong-patient',
    'Parameters.parameter[1].resource.id',
  ],
  [
    'a patient that is none',
    parameters([of('imagingStudy', recordedStudy('b')), of('patient', { resourceType: 'Group' })]),
    422,
    'wrong-resource-type',
    'Parameters.parameter[1].resource',
  ],
  [
    'an endpoint that is none',
    parameters([of('imagingStudy', recordedStudy('b')), of('endpoint', { resourceType: 'Group' })]),
    422,
    'wrong-resource-type',
    'Parameters.parameter[1].resource',
  ],
  [
    'a study of nobody',
    recordedStudy('b', { subject: undefined }),
    400,
    'required-field',
    'ImagingStudy.subject.reference',
  ],
  [
    'a study of a group',
    recordedStudy('b', { subject: { reference: 'Group/1' } }),
    400,
    'invalid-field',
    'ImagingStudy.subject.reference',
  ],
  [
    'a study without UID',
    recordedStudy('b', { identifier: undefined }),
    400,
    'required-field',
    'ImagingStudy.identifier',
  ],
  [
    'a malformed series',
    recordedStudy('b', { series: [{ uid: '../' }] }),
    400,
    'invalid-field',
    'ImagingStudy.series[0].uid',
  ],
];

describe('a request that is wrong', () => {
  it.each(bad)('is refused with its place: %s', async (_, body, status, code, at) => {
    const before = archive.asked.length;
    const response = await post(body).expect(status);
    const [issue] = response.body.issue;
    expect([issue.details.coding[0].code, issue.expression?.[0]]).toEqual([code, at]);
    expect(archive.asked.length).toBe(before);
  });

  it('is refused where it is no JSON', async () => {
    await request(kairos.app).post('/fhir/ImagingStudy/$analyze').type('text/plain').send('x').expect(415);
    await request(kairos.app).post('/fhir/ImagingStudy/$analyze').type('json').send('{').expect(400);
  });

  it.each([
    ['get', 'ImagingStudy/$analyze', 'POST'],
    ['get', 'ImagingStudy', 'POST'],
    ['get', 'ImagingStudy/1', 'PUT'],
    ['delete', 'ImagingStudy/1', 'PUT'],
  ] as const)('%s %s is refused, with what is allowed', async (method, path, allow) => {
    const { headers } = await request(kairos.app)[method](`/fhir/${path}`).expect(405);
    expect(headers.allow).toBe(allow);
  });
});

describe('a notification of the EHR', () => {
  it.each(['put', 'post'] as const)('by %s starts the analysis', async (method) => {
    const patient = `n-${method}`;
    const path = method === 'put' ? 'ImagingStudy/study-1' : 'ImagingStudy';
    const { headers } = await request(kairos.app)
      [method](`/fhir/${path}`)
      .send(recordedStudy(patient))
      .expect(202);
    expect(headers['content-location']).toContain('identifier=');
    await foundAt(`${kairos.baseUrl}/fhir/RiskAssessment?patient=${patient}`);
    expect((await fire(kairos, viewCall(child(patient), [recordedStudy(patient)])))[0]?.summary).toMatch(
      /\d%/,
    );
  });

  it('of an old study starts nothing', async () => {
    const before = archive.asked.length;
    const study = recordedStudy('n2', { started: '2024-02-01' });
    const { headers } = await request(kairos.app).put('/fhir/ImagingStudy/study-1').send(study).expect(202);
    expect(headers['content-location']).toBeUndefined();
    expect(archive.asked.length).toBe(before);
  });

  it('with another id than its address, of something else, or of nothing is refused', async () => {
    await request(kairos.app).put('/fhir/ImagingStudy/2').send(recordedStudy('n3')).expect(400);
    await request(kairos.app).post('/fhir/ImagingStudy').send({ resourceType: 'Patient' }).expect(422);
    await request(kairos.app).post('/fhir/ImagingStudy').expect(415);
  });
});

describe('the OpenAPI document', () => {
  it('has every address, and no other', async () => {
    const document = await get('/openapi.json');
    expect(await new Validator().validate(document)).toEqual({ valid: true });
    const paths = Object.entries<object>(document.paths).filter(([path]) => path.includes('ImagingStudy'));
    expect(paths.map(([path, of]) => [path, Object.keys(of)])).toEqual([
      ['/fhir/ImagingStudy/$analyze', ['post']],
      ['/fhir/ImagingStudy', ['post']],
      ['/fhir/ImagingStudy/{id}', ['put']],
    ]);
  });

  it('describes every refusal', async () => {
    const document = await get('/openapi.json');
    const described = Object.keys(document.paths['/fhir/ImagingStudy/$analyze'].post.responses);
    const statuses = [...bad.map(([, , status]) => status), 200, 202, 415, 502].map(String);
    expect(statuses.filter((status) => !described.includes(status))).toEqual([]);
  });
});

describe('the CapabilityStatement', () => {
  it('says what may be done with an ImagingStudy', async () => {
    const body = await get('/fhir/metadata');
    expect(violations(body)).toEqual([]);
    const [listed] = body.rest[0].resource.filter((r: { type: string }) => r.type === 'ImagingStudy');
    expect(listed.operation).toEqual([
      { name: 'analyze', definition: expect.stringContaining('/OperationDefinition/ImagingStudy-analyze') },
    ]);
    expect(listed.interaction.map((i: { code: string }) => i.code)).toEqual(['update', 'create']);
  });
});
