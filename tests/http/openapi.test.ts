import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCdsHooks } from '../../src/cds-hooks/handler.ts';
import { hooks } from '../../src/cds-hooks/hooks.ts';
import { type DocumentSource, openApiDocument } from '../../src/http/openapi/document.ts';
import { fixedClock } from '../../src/kernel/clock.ts';
import { ok } from '../../src/kernel/result.ts';
import { searchableTypes, searchParams } from '../../src/store/search-index.ts';
import { CONTEXTS } from '../cds-hooks/contexts.ts';
import { adult, NOW, patientViewCall, type RunningKairos, startKairos } from './kairos.ts';

const SERVICE = '/cds-services/prognosis-patient-view';

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string }[];
  readonly requestBody: { readonly content: { readonly 'application/json': { readonly schema: object } } };
  readonly responses: object;
  readonly security?: unknown;
}

interface Document {
  readonly servers: unknown;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: object; readonly securitySchemes?: object };
}

/** As whoever fetches it reads it. */
const documentOf = (source: DocumentSource): Document => JSON.parse(JSON.stringify(openApiDocument(source)));

let kairos: RunningKairos;
let document: Document;
beforeAll(async () => {
  kairos = await startKairos();
  document = (await (await fetch(`${kairos.baseUrl}/openapi.json`)).json()) as Document;
});
afterAll(() => kairos.close());

describe('/openapi.json', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    const validator = new Validator();
    const result = await validator.validate({ ...document });
    expect(result).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
    expect(document.servers).toEqual([{ url: kairos.baseUrl }]);
  });

  it('fails that validation when it is wrong', async () => {
    const wrong = { ...document, paths: { '/x': { get: { responses: { 200: {} } } } } };
    expect((await new Validator().validate(wrong)).valid).toBe(false);
  });

  it('names operations once', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    const ids = operations.map((operation) => operation.operationId);
    expect(ids.length).toBeGreaterThan(20);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has discovery, every service with its feedback, and every search parameter', async () => {
    const { services } = (await (await fetch(`${kairos.baseUrl}/cds-services`)).json()) as {
      services: { id: string }[];
    };
    for (const { id } of services)
      expect(Object.keys(document.paths)).toEqual(
        expect.arrayContaining([`/cds-services/${id}`, `/cds-services/${id}/feedback`]),
      );
    for (const type of searchableTypes) {
      const names = document.paths[`/fhir/${type}`]!.get!.parameters.map((p) => p.name);
      expect(names).toEqual(expect.arrayContaining([...searchParams(type)!.keys(), '_count', '_sort']));
    }
  });

  it('has no address that is not there', async () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const method of Object.keys(operations)) {
        const answer = await fetch(kairos.baseUrl + path.replace(/\{\w+\}/g, 'x'), { method });
        const codes = answer.ok ? [] : await issueCodes(answer);
        expect(codes, `${method} ${path}`).not.toContain('method-not-allowed');
        if (!path.includes('{')) expect(answer.status, `${method} ${path}`).not.toBe(404);
      }
    }
  });

  it('asks for a token where one is needed, and only there', () => {
    const services = [{ id: 's', hook: 'patient-view', title: 't', description: 'd', prefetch: {} }];
    const secured = documentOf({
      baseUrl: 'https://x.example',
      services,
      demandsTokens: true,
    });
    for (const [path, operations] of Object.entries(secured.paths)) {
      for (const operation of Object.values(operations)) {
        const isProtected = /^\/(cds-services|fhir)/.test(path);
        expect(operation.security, path).toEqual(isProtected ? [{ client: [] }] : undefined);
        expect('401' in operation.responses, path).toBe(isProtected);
      }
    }
    expect(secured.components.securitySchemes).toMatchObject({ client: { type: 'http', scheme: 'bearer' } });
    expect(JSON.stringify(document)).not.toContain('security');
  });

  it('has a valid description of every hook', async () => {
    const services = [...hooks.keys()].map((hook) => ({
      id: hook,
      hook,
      title: hook,
      description: hook,
      prefetch: { patient: 'Patient/{{context.patientId}}' },
    }));
    const both = [...services, { ...services[0]!, id: services[1]!.id }];
    const all = documentOf({ baseUrl: 'https://x.example', services: both, demandsTokens: true });
    expect(await new Validator().validate({ ...all })).toEqual({ valid: true });
  });
});

const issueCodes = async (answer: Response): Promise<string[]> =>
  (((await answer.json()) as Outcome).issue ?? []).map(({ details }) => details.coding[0]!.code);

interface Outcome {
  readonly issue?: readonly { readonly details: { readonly coding: readonly { readonly code: string }[] } }[];
}

/** A schema of the document, which may refer to others in it. */
function validatorOf(schema: object, whole: Document = document): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  addFormats.default(ajv);
  return ajv.compile({ ...schema, components: whole.components });
}

const bodySchema = (path: string, whole: Document = document): object =>
  whole.paths[path]!.post!.requestBody.content['application/json'].schema;

const base = patientViewCall(adult());
const CARD = '00000000-0000-4000-8000-000000000000';
const entry = { card: CARD, outcome: 'accepted', outcomeTimestamp: '2026-11-23T12:05:00Z' };
const fhirAuthorization = { access_token: 'x', token_type: 'Bearer' };

const calls: [name: string, change: object][] = [
  ['complete', {}],
  ['with an extension', { extension: { 'com.example': { on: true } } }],
  ['with a later member', { later: null }],
  ['without hook', { hook: undefined }],
  ['of another hook', { hook: 'order-sign' }],
  ['without hookInstance', { hookInstance: undefined }],
  ['with a hookInstance that is no UUID', { hookInstance: 'one' }],
  ['with a hookInstance in capitals', { hookInstance: 'D1577C69-DFBE-44AD-BA6D-3E05E953B2EA' }],
  ['without context', { context: undefined }],
  ['with a list as context', { context: [] }],
  ['without a patient', { context: { userId: 'Practitioner/1' } }],
  ['without a user', { context: { patientId: 'test-1' } }],
  ['with an empty user', { context: { patientId: 'test-1', userId: '' } }],
  ['with a reference as patient', { context: { patientId: 'Patient/1', userId: 'u' } }],
  ['with an encounter', { context: { ...base.context, encounterId: 'e-1' } }],
  ['with a number as encounter', { context: { ...base.context, encounterId: 1 } }],
  ['with null as encounter', { context: { ...base.context, encounterId: null } }],
  ['with prefetch as a list', { prefetch: [] }],
  ['with more prefetch', { prefetch: { ...base.prefetch, more: null } }],
  ['with a fhirServer', { fhirServer: 'https://ehr.example.org/fhir' }],
  ['with a fhirServer that is no URL', { fhirServer: 'ehr' }],
  ['with a fhirServer by FTP', { fhirServer: 'ftp://ehr.example.org/fhir' }],
  ['with a token and a server', { fhirServer: 'https://ehr.example.org/fhir', fhirAuthorization }],
  ['with a token and no server', { fhirAuthorization }],
  [
    'with an empty token',
    { fhirServer: 'https://ehr.example.org', fhirAuthorization: { ...fhirAuthorization, access_token: '' } },
  ],
  [
    'with a MAC token',
    { fhirServer: 'https://ehr.example.org', fhirAuthorization: { ...fhirAuthorization, token_type: 'mac' } },
  ],
];

const feedbacks: [name: string, body: unknown][] = [
  ['of one', { feedback: [entry] }],
  ['of none', { feedback: [] }],
  ['of a thousand', { feedback: Array(1_000).fill(entry) }],
  ['of more', { feedback: Array(1_001).fill(entry) }],
  ['as an object', { feedback: entry }],
  ['without', {}],
  ['without a card', { feedback: [{ ...entry, card: undefined }] }],
  ['with another outcome', { feedback: [entry, { ...entry, outcome: 'ignored' }] }],
  ['without time', { feedback: [{ ...entry, outcomeTimestamp: '2026-11-23' }] }],
  ['with an offset', { feedback: [{ ...entry, outcomeTimestamp: '2026-11-23T12:05:00.5+02:00' }] }],
  ['on a day that is none', { feedback: [{ ...entry, outcomeTimestamp: '2026-02-30T12:05:00Z' }] }],
  ['with suggestions', { feedback: [{ ...entry, acceptedSuggestions: [{ id: 'a' }] }] }],
  ['with null as suggestions', { feedback: [{ ...entry, acceptedSuggestions: null }] }],
  ['with suggestions that are texts', { feedback: [{ ...entry, acceptedSuggestions: ['a'] }] }],
  ['with a reason', { feedback: [{ ...entry, overrideReason: { reason: { code: 'a', system: 'urn:x' } } }] }],
  [
    'with a reason without a code',
    { feedback: [{ ...entry, overrideReason: { reason: { system: 'urn:x' } } }] },
  ],
  ['with a long comment', { feedback: [{ ...entry, overrideReason: { userComment: 'x'.repeat(10_001) } }] }],
];

describe('the schemas of bodies', () => {
  const post = (path: string, body: unknown) =>
    fetch(kairos.baseUrl + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  /** What is wrong in a form that a schema can tell is 400; what the data says is another matter. */
  async function agrees(path: string, body: unknown): Promise<boolean> {
    const sent = JSON.parse(JSON.stringify(body));
    const isValid = validatorOf(bodySchema(path))(sent);
    const { status } = await post(path, sent);
    expect([200, 400, 403], String(status)).toContain(status);
    expect(status !== 400, `schema says ${isValid}, server says ${status}`).toBe(isValid);
    return isValid;
  }

  it.each(calls)('agree with the server about a call %s', async (_, change) => {
    await agrees(SERVICE, { ...base, ...change });
  });

  it.each(feedbacks)('agree with the server about feedback %s', async (_, body) => {
    await agrees(`${SERVICE}/feedback`, body);
  });

  it.each([['null'], ['[]'], ['7'], ['"text"'], ['{}']])('agree about %s', async (text) => {
    expect(await agrees(SERVICE, JSON.parse(text))).toBe(false);
    expect(await agrees(`${SERVICE}/feedback`, JSON.parse(text))).toBe(false);
  });

  it.each(Object.entries(CONTEXTS))('agree about the context of %s', async (hook, { context, required }) => {
    const service = { id: 's', hook, title: 't', description: 'd', concepts: [] };
    const cds = createCdsHooks({
      services: [{ ...service, respond: async () => ({ cards: [], resources: [] }) }],
      openFhirSession: () => () => Promise.resolve(ok(null)),
      record: async () => ok(undefined),
      finishLater: () => undefined,
      deadlineMs: 60_000,
      clock: fixedClock(NOW),
    });
    const whole = documentOf({
      baseUrl: 'x',
      services: cds.discovery.services,
      demandsTokens: false,
    });
    const isValid = validatorOf(bodySchema('/cds-services/s', whole), whole);
    const patient = { resourceType: 'Patient', id: '1' };
    const changes = required.flatMap((field) => [
      { [field]: undefined },
      { [field]: 7 },
      { [field]: [] },
      { [field]: { resourceType: 'Basic' } },
      { [field]: { resourceType: 'Bundle', entry: 7 } },
    ]);
    for (const change of [{}, ...changes]) {
      const body = { ...base, hook, context: { ...context, ...change }, prefetch: { patient } };
      const sent = JSON.parse(JSON.stringify(body));
      const result = await cds.call('s', sent);
      expect(result.ok, JSON.stringify(change)).toBe(isValid(sent));
    }
  });
});

describe('the schemas of answers', () => {
  const isA = (name: string, value: unknown) => {
    const validate = validatorOf({ $ref: `#/components/schemas/${name}` });
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  };
  const json = async (path: string, body?: unknown) => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    return (await fetch(kairos.baseUrl + path, body === undefined ? {} : init)).json();
  };

  it('describe what comes', async () => {
    isA('Discovery', await json('/cds-services'));
    const answer = (await json(SERVICE, base)) as { cards: { uuid: string }[] };
    isA('CdsResponse', answer);
    isA('CdsResponse', await json(SERVICE, patientViewCall(adult('test-1', { '2160-0': undefined }))));
    isA('OperationOutcome', await json(SERVICE, {}));
    isA('OperationOutcome', await json(`${SERVICE}/feedback`, { feedback: [entry] }));
    isA(
      'OperationOutcome',
      await json(`${SERVICE}/feedback`, { feedback: [{ ...entry, card: answer.cards[0]!.uuid }] }),
    );
    isA('Bundle', await json('/fhir/RiskAssessment'));
    isA('Resource', await json('/fhir/metadata'));
  });
});
