import type { Observation } from '@medplum/fhirtypes';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyMembers, violations } from '../fhir/validate.ts';
import { adult, patientViewCall, type RunningKairos, startKairos } from './kairos.ts';

const SERVICE = '/cds-services/prognosis-patient-view';
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const HOSTILE = '<script>alert("Xanthippe")</script>';

let kairos: RunningKairos;
beforeAll(async () => {
  kairos = await startKairos({ BODY_LIMIT_BYTES: '300000' });
});
afterAll(() => kairos.close());

interface Shown {
  readonly uuid: string;
  readonly overrideReasons: readonly { readonly code: string; readonly system: string }[];
  readonly links: readonly { readonly url: string }[];
}

async function cardFor(patient: string): Promise<Shown> {
  const { body } = await request(kairos.app)
    .post(SERVICE)
    .send(patientViewCall(adult(patient)))
    .expect(200);
  return body.cards[0];
}

const entry = (card: string, change: object = {}) => ({
  card,
  outcome: 'overridden',
  outcomeTimestamp: '2026-11-23T12:05:00Z',
  ...change,
});

const send = (...feedback: unknown[]) => request(kairos.app).post(`${SERVICE}/feedback`).send({ feedback });

const get = async (path: string) => (await request(kairos.app).get(path).expect(200)).body;

const observations = async (query: string): Promise<readonly Observation[]> =>
  ((await get(`/fhir/Observation?${query}`)).entry ?? []).map((e: { resource: unknown }) => e.resource);

const resultOf = (card: Shown): string => new URL(card.links[0]!.url).pathname.split('/').at(-1)!;

describe('POST /cds-services/{id}/feedback', () => {
  it('reaches the RiskAssessment behind the card', async () => {
    const card = await cardFor('reach-1');
    const reason = card.overrideReasons[1]!;
    const sent = await send(entry(card.uuid, { overrideReason: { reason, userComment: HOSTILE } })).expect(
      200,
    );
    expect(sent.headers['content-type']).toMatch(/^application\/fhir\+json/);
    expect(sent.body.issue).toMatchObject([{ severity: 'information' }]);
    expect(violations(sent.body)).toEqual([]);
    expect(emptyMembers(sent.body)).toEqual([]);
    const focus = `RiskAssessment/${resultOf(card)}`;
    const [stored, ...others] = await observations(`focus=${focus}`);
    expect(others).toEqual([]);
    expect(stored).toMatchObject({ subject: { reference: 'Patient/reach-1' }, note: [{ text: HOSTILE }] });
    const bundle = await get('/fhir/RiskAssessment?patient=reach-1&_revinclude=Observation:focus');
    expect(bundle.entry.map((e: { resource: { id: string } }) => e.resource.id)).toEqual([
      resultOf(card),
      stored!.id,
    ]);
    const back = await get(`/fhir/Observation?focus=${focus}&_include=Observation:focus`);
    expect(back.entry[1]).toMatchObject({ resource: { id: resultOf(card) }, search: { mode: 'include' } });
    for (const query of ['patient=reach-1', 'value-concept=overridden&subject=Patient/reach-1'])
      expect(await observations(query)).toHaveLength(1);
    expect(await observations(`component-value-concept=${reason.code}&date=2026-11-23`)).toHaveLength(1);
  });

  it('is one Observation however often and by how many at once it is sent', async () => {
    const { uuid } = await cardFor('repeat-1');
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(entry(uuid), entry(uuid))));
    for (const { status, body } of answers)
      expect([status, body.issue[0].details.text]).toEqual([200, '2 of 2 feedback entries stored']);
    await send(entry(uuid.toUpperCase(), { outcomeTimestamp: '2026-11-23T14:05:00+02:00' })).expect(200);
    expect(await observations('patient=repeat-1')).toHaveLength(1);
  });

  it('keeps a change of mind beside what was said first', async () => {
    const { uuid } = await cardFor('mind-1');
    await send(entry(uuid, { outcomeTimestamp: '2026-11-23T12:01:00Z' })).expect(200);
    await send(entry(uuid, { outcome: 'accepted', outcomeTimestamp: '2026-11-23T12:02:00Z' })).expect(200);
    const outcomes = await observations('patient=mind-1&_sort=date');
    expect(outcomes.map((o) => o.valueCodeableConcept?.coding?.[0]?.code)).toEqual([
      'overridden',
      'accepted',
    ]);
  });

  it('refuses a time that has not been: as the latest it would count for ever', async () => {
    const { uuid } = await cardFor('ahead-1');
    const { body } = await send(
      entry(uuid),
      entry(uuid, { outcomeTimestamp: '2099-01-01T00:00:00Z' }),
    ).expect(400);
    expect(body.issue[0].expression).toEqual(['feedback[1].outcomeTimestamp']);
    expect((await get('/fhir/Observation?patient=ahead-1&_summary=count')).total).toBe(0);
  });

  it('takes a batch of a thousand, and stores the known of it', async () => {
    const { uuid } = await cardFor('batch-1');
    const minutes = (i: number) => new Date(Date.UTC(2026, 10, 22, 12, i)).toISOString();
    const batch = Array.from({ length: 1_000 }, (_, i) =>
      entry(i % 2 ? uuid : UNKNOWN, { outcomeTimestamp: minutes(i) }),
    );
    const { body } = await send(...batch).expect(200);
    expect(body.issue[0].details.text).toBe('500 of 1000 feedback entries stored');
    expect(body.issue).toHaveLength(501);
    expect(body.issue[1]).toMatchObject({
      severity: 'warning',
      code: 'not-found',
      expression: ['feedback[0].card'],
    });
    expect((await get('/fhir/Observation?patient=batch-1&_summary=count')).total).toBe(500);
  });

  it('stores nothing of a malformed call', async () => {
    const { uuid } = await cardFor('bad-1');
    const { status, body } = await send(entry(uuid), entry(uuid, { outcome: HOSTILE }));
    expect(status).toBe(400);
    expect(body).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', expression: ['feedback[1].outcome'] }],
    });
    expect(JSON.stringify(body)).not.toContain('Xanthippe');
    expect(await observations('patient=bad-1')).toEqual([]);
  });

  it.each([
    ['text', 'text/plain', 'x', 415],
    ['no JSON', 'application/json', '{"feedback":', 400],
    ['null', 'application/json', 'null', 400],
    ['nothing', 'application/json', '', 400],
    ['too deep', 'application/json', '['.repeat(100) + ']'.repeat(100), 400],
    ['too large', 'application/json', JSON.stringify({ feedback: ['x'.repeat(400_000)] }), 413],
  ])('refuses a body: %s', async (_, type, body, status) => {
    const answer = await request(kairos.app).post(`${SERVICE}/feedback`).set('content-type', type).send(body);
    expect(answer.status).toBe(status);
    expect(answer.body.resourceType).toBe('OperationOutcome');
  });

  it('refuses other methods, an unknown service and what is below', async () => {
    for (const method of ['get', 'put', 'delete', 'patch'] as const)
      expect((await request(kairos.app)[method](`${SERVICE}/feedback`)).status).toBe(405);
    const { uuid } = await cardFor('bad-1');
    const to = (path: string) =>
      request(kairos.app)
        .post(path)
        .send({ feedback: [entry(uuid)] });
    expect((await to('/cds-services/nothing/feedback')).body.issue[0].details.coding[0].code).toBe(
      'unknown-service',
    );
    expect((await to(`${SERVICE}/feedback/more`)).status).toBe(404);
  });

  it('is shown with the result, without the comment', async () => {
    const card = await cardFor('page-1');
    await send(
      entry(card.uuid, {
        overrideReason: {
          reason: { code: 'own', system: 'urn:x', display: HOSTILE },
          userComment: 'Xanthippe wrote',
        },
      }),
    ).expect(200);
    const { text } = await request(kairos.app)
      .get(`/insight/RiskAssessment/${resultOf(card)}`)
      .expect(200);
    expect(text).toContain('Feedback on the card');
    expect(text).toContain('&lt;script&gt;alert');
    expect(text).not.toContain('<script>');
    expect(text).not.toContain('Xanthippe wrote');
  });

  it('leaves nothing of it in the log', () => {
    expect(kairos.logLines.join('')).not.toMatch(/Xanthippe|page-1|overridden/);
  });
});

describe('/insight/feedback', () => {
  it('counts the cards and what was done with them', async () => {
    const { text, headers } = await request(kairos.app).get('/insight/feedback?period=30').expect(200);
    expect(headers['content-type']).toMatch(/^text\/html/);
    expect(text).toContain('prognosis-patient-view');
    expect(text).not.toContain('Xanthippe');
    await request(kairos.app).get('/insight/feedback?period=all&period=x').expect(200);
  });
});
