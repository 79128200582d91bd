import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCdsHooks } from '../../../src/cds-hooks/handler.ts';
import type { CdsService } from '../../../src/cds-hooks/types.ts';
import { fixedClock } from '../../../src/kernel/clock.ts';
import { ok, unwrap } from '../../../src/kernel/result.ts';
import { emptyMembers } from '../../fhir/validate.ts';
import { adult, NOW, patientViewCall, type RunningKairos, startKairos } from '../kairos.ts';
import { NEVER, recordOf, startEhr } from './ehr.ts';

// The numbers are those of docs/cds-hooks.md: what CDS Hooks 2.0.1 demands of requests, discovery and prefetch.

const SERVICE = '/cds-services/prognosis-patient-view';
const TOKEN = 'access-token-that-nobody-may-keep';

let base = '';
const ehr = await startEhr((url) => (url.includes('silent') ? NEVER : recordOf('ehr-1', () => base)(url)));
base = ehr.base;
let kairos: RunningKairos;

beforeAll(async () => {
  kairos = await startKairos(ehr.env);
});
afterAll(async () => {
  await kairos.close();
  await ehr.close();
});

const post = (body: object) => request(kairos.app).post(SERVICE).send(body);

const bare = (patientId: string) => {
  const { prefetch: _, ...call } = patientViewCall({ ...adult(patientId), observations: [] });
  return { ...call, fhirServer: ehr.base };
};

const discovery = async () => (await request(kairos.app).get('/cds-services').expect(200)).body;
const templates = async (): Promise<string[]> =>
  (await discovery()).services.flatMap((s: { prefetch?: object }) => Object.values(s.prefetch ?? {}));

describe('requests', () => {
  it('1. Every body is JSON, discovery, answer and error alike', async () => {
    const answers = [
      await request(kairos.app).get('/cds-services'),
      await post(patientViewCall(adult())),
      await post({}),
      await request(kairos.app).post('/cds-services/none').send({}),
    ];
    for (const { headers, text } of answers) {
      expect(headers['content-type']).toMatch(/^application\/(fhir\+)?json/);
      expect(() => JSON.parse(text)).not.toThrow();
    }
  });

  it('2. No member is null, "", [] or {}', async () => {
    const bodies = [await discovery(), (await post(patientViewCall(adult()))).body, (await post({})).body];
    for (const body of bodies) expect(emptyMembers(body)).toEqual([]);
  });

  it('6. A call needs hook, hookInstance and context, and fhirServer where it has fhirAuthorization', async () => {
    const whole = patientViewCall(adult());
    for (const member of ['hook', 'hookInstance', 'context']) {
      const { status, body } = await post({ ...whole, [member]: undefined });
      expect(status).toBe(400);
      expect(body.issue[0].expression).toEqual([member]);
    }
    const fhirAuthorization = {
      access_token: TOKEN,
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'patient/*.rs',
      subject: 'x',
    };
    const { status, body } = await post({ ...whole, fhirAuthorization });
    expect([status, body.issue[0].expression]).toEqual([400, ['fhirServer']]);
    expect((await post({ ...whole, prefetch: undefined })).status).toBe(412);
  });

  it('7. An EHR that never answers is not waited for', async () => {
    const { status, body } = await post(bare('silent'));
    expect(status).toBe(412);
    expect(body.issue.map((i: { diagnostics: string }) => i.diagnostics).join()).toMatch(/in time/);
  });

  it('27. Extensions and unknown members are accepted anywhere and ignored', async () => {
    const whole = patientViewCall(adult());
    const extension = { 'com.example.timing': { started: 1, nested: { deep: [1, null] } } };
    const context = { ...whole.context, extension, later: true };
    const { status, body } = await post({ ...whole, extension, context, later: [1, null] });
    expect(status).toBe(200);
    expect(body).toEqual((await post(whole)).body);
  });
});

describe('discovery', () => {
  it('3. GET /cds-services answers 200 with the array services', async () => {
    expect((await discovery()).services).toBeInstanceOf(Array);
  });

  it('4. Each service has hook, description and id, a title, and prefetch templates that are strings', async () => {
    for (const service of (await discovery()).services) {
      for (const member of ['hook', 'description', 'id', 'title']) expect(service[member]).toMatch(/\S/);
      for (const template of Object.values(service.prefetch)) expect(template).toBeTypeOf('string');
    }
  });

  it('5. The same id under several hooks is routed by id and hook', async () => {
    const service = (hook: string): CdsService => ({
      id: 'same',
      hook,
      title: hook,
      description: hook,
      concepts: [],
      respond: async () => ({
        cards: [{ summary: hook, indicator: 'info', source: { label: 'x' } }],
        resources: [],
      }),
    });
    const cds = createCdsHooks({
      services: [service('patient-view'), service('encounter-start')],
      openFhirSession: () => () => Promise.reject(new Error('nothing is fetched')),
      record: async () => ok(undefined),
      finishLater: () => {},
      deadlineMs: 450,
      clock: fixedClock(NOW),
    });
    expect(cds.discovery.services.map((s) => s.hook)).toEqual(['patient-view', 'encounter-start']);
    const { patient } = adult();
    for (const hook of ['patient-view', 'encounter-start']) {
      const context = { userId: 'Practitioner/1', patientId: patient.id, encounterId: 'e' };
      const call = { ...patientViewCall(adult()), hook, context, prefetch: { patient } };
      expect(unwrap((await cds.call('same', call)) as never)).toMatchObject({ cards: [{ summary: hook }] });
    }
  });
});

describe('prefetch', () => {
  it('8. Templates name nothing but context fields that the hook lets be tokens', async () => {
    const tokens = (await templates()).flatMap((t) => [...t.matchAll(/\{\{(.*?)\}\}/g)].map((m) => m[1]));
    expect(tokens.length).toBeGreaterThan(0);
    for (const token of tokens) expect(token).toMatch(/^context\.(userId|patientId|encounterId)$/);
  });

  it('9. Templates use no FHIRPath, so that clients of 2.0 understand them', async () => {
    for (const template of await templates())
      expect(template).not.toMatch(/resolve\(|ofType\(|today\(|\{\{%/);
  });

  it('10. Templates keep to reads and searches by reference, token, date, _count and _sort', async () => {
    for (const template of await templates()) {
      const [path = '', query] = template.split('?');
      expect(path).toMatch(query === undefined ? /^[A-Z]\w+\/\{\{context\.patientId\}\}$/ : /^[A-Z]\w+$/);
      const names = [...new URLSearchParams(query).keys()];
      for (const name of names)
        expect(['patient', 'code', 'status', 'date', '_count', '_sort']).toContain(name);
      expect(template).not.toContain('sort:desc');
    }
  });

  it('11. What is absent is fetched page by page, what is null is known to be empty', async () => {
    const fetched = await post(bare('ehr-1'));
    expect(fetched.status).toBe(200);
    expect(fetched.body.cards[0].summary).toMatch(/\d%|\d\.\d%/);
    expect(ehr.asked.some(({ url }) => url.includes('page=2'))).toBe(true);
    const before = ehr.asked.length;
    const empty = await post({
      ...bare('ehr-1'),
      prefetch: { patient: adult('ehr-1').patient, observations: null, conditions: null },
    });
    expect([empty.status, empty.body.cards]).toEqual([200, []]);
    expect(ehr.asked.length).toBe(before);
  });

  it('11. An OperationOutcome under any key never passes for no data', async () => {
    const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception' }] };
    for (const key of ['patient', 'observations']) {
      const whole = patientViewCall(adult());
      const { status, body } = await post({ ...whole, prefetch: { ...whole.prefetch, [key]: outcome } });
      expect([status, body.issue[0].expression[0]]).toEqual([412, `prefetch.${key}`]);
    }
  });

  it('12. What can be had neither way is a 412 that names each key and why', async () => {
    const { status, body } = await post({ ...bare('unknown'), fhirServer: undefined });
    expect(status).toBe(412);
    expect(body.issue.map((i: { expression: string[] }) => i.expression[0])).toEqual([
      'prefetch.patient',
      'prefetch.observations',
    ]);
    for (const issue of body.issue) expect(issue.diagnostics).toMatch(/not sent/);
  });

  it('13. The access token goes with each FHIR call, and is neither logged nor stored', async () => {
    const fhirAuthorization = {
      access_token: TOKEN,
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'patient/*.rs',
      subject: 'x',
      patient: 'ehr-1',
    };
    const before = ehr.asked.length;
    expect((await post({ ...bare('ehr-1'), fhirAuthorization })).status).toBe(200);
    const calls = ehr.asked.slice(before);
    expect(calls.length).toBeGreaterThanOrEqual(3);
    for (const { authorization } of calls) expect(authorization).toBe(`Bearer ${TOKEN}`);
    expect(kairos.logLines.join()).not.toContain(TOKEN);
    for (const name of readdirSync(kairos.dataDirectory))
      expect(readFileSync(join(kairos.dataDirectory, name)).includes(TOKEN), name).toBe(false);
  });
});
