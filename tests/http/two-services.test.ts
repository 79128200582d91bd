import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adult, NOW, patientViewCall, quantity, type RunningKairos, startKairos } from './kairos.ts';

const VIEW = 'prognosis-patient-view';
const START = 'prognosis-encounter-start';
const MODEL = 'nhanes-mortality';
const MODELS = resolve(import.meta.dirname, '../../models');

let folder: string;
let time = NOW;
let kairos: RunningKairos;

/** One model that two services ask. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'models-'));
  cpSync(join(MODELS, MODEL), join(folder, MODEL), { recursive: true });
  const path = join(folder, MODEL, 'manifest.json');
  const manifest = { ...JSON.parse(readFileSync(path, 'utf8')), services: [VIEW, START] };
  writeFileSync(path, JSON.stringify(manifest));
  kairos = await startKairos({ MODELS_DIR: folder }, { now: () => new Date(time) });
});
afterAll(async () => {
  await kairos.close();
  rmSync(folder, { recursive: true });
});

const callOf = (service: string, patient: ReturnType<typeof adult>) => {
  const { context, ...call } = patientViewCall(patient);
  const hook = service === VIEW ? 'patient-view' : 'encounter-start';
  return { ...call, hook, context: { ...context, encounterId: 'e1' } };
};

async function cardOf(service: string, patient: ReturnType<typeof adult>) {
  const { body } = await request(kairos.app)
    .post(`/cds-services/${service}`)
    .send(callOf(service, patient))
    .expect(200);
  return body.cards[0];
}

async function send(service: string, card: string): Promise<string> {
  const feedback = [{ card, outcome: 'accepted', outcomeTimestamp: '2026-11-23T12:05:00Z' }];
  const { body } = await request(kairos.app).post(`/cds-services/${service}/feedback`).send({ feedback });
  return body.issue[0].details.text;
}

const get = async (path: string) => (await request(kairos.app).get(path).expect(200)).body;

describe('one model that two services ask', () => {
  it('gives one result and two cards, each with the feedback of its own service', async () => {
    const view = await cardOf(VIEW, adult('two-1'));
    const start = await cardOf(START, adult('two-1'));
    expect(start.uuid).not.toBe(view.uuid);
    expect(start.links[0].url).toBe(view.links[0].url);
    expect((await cardOf(VIEW, adult('two-1'))).uuid).toBe(view.uuid);
    const bundle = await get('/fhir/RiskAssessment?patient=two-1');
    expect(bundle.total).toBe(1);
    const values = bundle.entry[0].resource.identifier.map((i: { value: string }) => i.value);
    expect(values.slice(1)).toEqual([`urn:uuid:${view.uuid}`, `urn:uuid:${start.uuid}`]);
    expect(await send(VIEW, view.uuid)).toBe('1 of 1 feedback entries stored');
    expect(await send(START, start.uuid)).toBe('1 of 1 feedback entries stored');
    expect(await send(VIEW, start.uuid)).toBe('0 of 1 feedback entries stored');
    expect((await get('/fhir/Observation?patient=two-1')).total).toBe(2);
    const found = await get(`/fhir/RiskAssessment?identifier=urn:uuid:${start.uuid}`);
    expect(found.total).toBe(1);
  });

  it('counts a shown result in each of the services', async () => {
    const { text } = await request(kairos.app).get('/insight/feedback?period=30').expect(200);
    for (const service of [VIEW, START]) expect(text).toContain(service);
  });
});

describe('a result that has one before it', () => {
  it('says on card and page what it was, and a repeated hook says no other', async () => {
    time = '2026-11-14T09:00:00.000Z';
    const before = await cardOf(VIEW, adult('trend-1', { '2160-0': quantity(1.9, 'mg/dL') }));
    expect(before.detail).not.toMatch(/, was|, as on/);
    await get('/fhir/RiskAssessment?patient=trend-1');
    time = NOW;
    const card = await cardOf(VIEW, adult('trend-1'));
    const trend = /^\d.*%, was \d.*% on 14 Nov 2026/m.exec(card.detail)?.[0];
    expect(trend).toBeDefined();
    const { text } = await request(kairos.app).get(new URL(card.links[0].url).pathname);
    expect(text).toContain(`<strong>Trend:</strong> ${trend}.`);
    expect(await cardOf(VIEW, adult('trend-1'))).toEqual(card);
  });
});
