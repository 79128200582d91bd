import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyMembers } from '../fhir/validate.ts';
import { adult, observation, patientViewCall, quantity, type RunningKairos, startKairos } from './kairos.ts';

const SERVICE = '/cds-services/prognosis-patient-view';

let kairos: RunningKairos;

beforeAll(async () => {
  kairos = await startKairos();
});
afterAll(() => kairos.close());

const fire = async (body: object) => {
  const response = await request(kairos.app).post(SERVICE).send(body);
  expect(response.status).toBe(200);
  return response.body.cards;
};

const search = async (query: string) => (await request(kairos.app).get(`/fhir/RiskAssessment?${query}`)).body;

describe('discovery', () => {
  it('lists the service with prefetch generated from the manifests', async () => {
    const { body } = await request(kairos.app).get('/cds-services').expect(200);
    const [service] = body.services;
    expect(service).toMatchObject({ id: 'prognosis-patient-view', hook: 'patient-view' });
    expect(service.prefetch.patient).toBe('Patient/{{context.patientId}}');
    expect(service.prefetch.observations).toMatch(/^Observation\?patient=\{\{context\.patientId\}\}&code=/);
    for (const code of ['2160-0', '14682-9', '82810-3'])
      expect(service.prefetch.observations).toContain(`http://loinc.org|${code}`);
    expect(emptyMembers(body)).toEqual([]);
  });
});

describe('a patient-view call', () => {
  it('answers with a card that says how much, why, from what, and for research only', async () => {
    const [card] = await fire(patientViewCall(adult()));
    expect(card.summary.length).toBeLessThan(140);
    expect(card.summary).toMatch(/5-year/);
    expect(card.summary).toMatch(/\d ?%.*\(.*\d.*\)/);
    expect(card.detail).toMatch(/women aged 63/);
    expect(card.detail).toMatch(/research use/i);
    expect(card.detail).toMatch(/nhanes-mortality \d+\.\d+\.\d+/);
    expect(card.detail).toMatch(/12 Nov 2026/);
    expect((card.detail.match(/^\|.*[▲▼].*\|$/gm) ?? []).length).toBeGreaterThanOrEqual(3);
    expect(card.source.url).toBe(`${kairos.baseUrl}/models/nhanes-mortality`);
    expect(card.overrideReasons.length).toBeGreaterThan(2);
    expect(card.links[0].url).toContain(`${kairos.baseUrl}/insight/RiskAssessment/`);
    expect(emptyMembers(card)).toEqual([]);
  });

  it('stores a RiskAssessment on the very Observations used, and its Provenance', async () => {
    await fire(patientViewCall(adult('stored-1')));
    const bundle = await search('subject=Patient/stored-1&_revinclude=Provenance:target');
    const [risk, provenance] = bundle.entry.map((e: { resource: unknown }) => e.resource);
    expect(risk).toMatchObject({
      resourceType: 'RiskAssessment',
      status: 'final',
      subject: { reference: 'Patient/stored-1' },
      meta: { security: [{ code: 'AIAST' }] },
    });
    expect(risk.basis.map((b: { reference: string }) => b.reference)).toContain(
      'Observation/stored-1-2160-0',
    );
    const [prediction] = risk.prediction;
    expect(prediction.probabilityDecimal).toBeGreaterThan(0.5);
    expect(prediction.probabilityDecimal).toBeLessThan(50);
    expect(prediction.outcome.coding[0]).toMatchObject({
      system: 'http://snomed.info/sct',
      code: '419620001',
    });
    expect(prediction.whenRange.high.value - prediction.whenRange.low.value).toBe(5);
    expect(prediction.qualitativeRisk.coding[0].code).toMatch(/^(low|moderate|high)$/);
    expect(prediction.rationale.length).toBeGreaterThan(20);
    expect(provenance).toMatchObject({
      resourceType: 'Provenance',
      target: [{ reference: `RiskAssessment/${risk.id}` }],
    });
    const device = await request(kairos.app).get(`/fhir/${risk.performer.reference}`).expect(200);
    expect(device.body.version[0].value).toBe('1.0.0');
    const read = await request(kairos.app).get(`/fhir/RiskAssessment/${risk.id}`).expect(200);
    expect(read.body).toEqual(risk);
    expect(emptyMembers(bundle)).toEqual([]);
  });

  it('gives the same inputs the same result, however often and in whatever order', async () => {
    const call = patientViewCall(adult('same-1'));
    const shuffled = structuredClone(call);
    shuffled.prefetch.observations.entry.reverse();
    const cards = await Promise.all([fire(call), fire(call), fire(shuffled)]);
    expect(new Set(cards.map(([card]) => card.uuid)).size).toBe(1);
    expect((await search('subject=Patient/same-1')).total).toBe(1);
  });

  it('gives changed inputs another result', async () => {
    await fire(patientViewCall(adult('changed-1')));
    await fire(patientViewCall(adult('changed-1', { '2160-0': quantity(1.9, 'mg/dL') })));
    expect((await search('subject=Patient/changed-1')).total).toBe(2);
  });

  it('answers the same whether data came by prefetch, in part or from the FHIR server', async () => {
    const fhirServer = `${kairos.baseUrl}/demo/fhir`;
    const { entry } = (await request(kairos.app).get('/demo/fhir/Patient?_count=50')).body;
    const isOfSurvey = (e: { resource: { id: string } }) => e.resource.id.startsWith('demo-');
    const patients = entry.filter(isOfSurvey);
    expect(patients.length).toBeGreaterThanOrEqual(12);
    for (const { resource: patient } of patients) {
      const search = (count: number) =>
        request(kairos.app).get(`/demo/fhir/Observation?patient=${patient.id}&_count=${count}`);
      const observations = (await search(500)).body;
      const firstPage = (await search(7)).body;
      expect(firstPage.link.map((l: { relation: string }) => l.relation)).toContain('next');
      const { prefetch: _, ...bare } = patientViewCall({ patient, observations: [] });
      const fetched = await fire({ ...bare, fhirServer });
      for (const prefetch of [
        { patient, observations },
        { patient },
        { observations },
        {},
        { patient, observations: firstPage },
      ])
        expect(await fire({ ...bare, fhirServer, prefetch })).toEqual(fetched);
    }
  });

  it('abstains, names what is missing and stores no number', async () => {
    const [card] = await fire(patientViewCall(adult('abstains-1', { '2160-0': undefined })));
    expect(card).toMatchObject({ indicator: 'info', summary: expect.stringMatching(/creatinine/i) });
    expect(card.summary + card.detail).not.toMatch(/\d ?%/);
    const bundle = await search('subject=Patient/abstains-1');
    const risk = bundle.entry[0].resource;
    expect(risk.status).toBe('cancelled');
    expect(risk.prediction).toBeUndefined();
    expect(risk.note[0].text).toMatch(/creatinine/i);
  });

  it('has no card in pregnancy, for which the model was not made, and stores why', async () => {
    const patient = adult('pregnant-1');
    const pregnant = observation('pregnant-1', 'p', '82810-3', {
      valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: 'LA15173-0' }] },
    });
    expect(
      await fire(patientViewCall({ ...patient, observations: [...patient.observations, pregnant] })),
    ).toEqual([]);
    const [risk] = (await search('subject=Patient/pregnant-1')).entry;
    expect(risk.resource).toMatchObject({
      status: 'cancelled',
      note: [{ text: expect.stringMatching(/pregnan/i) }, {}],
    });
  });

  it('converts units before it computes', async () => {
    const [si] = await fire(patientViewCall(adult('unit-1', { '2160-0': quantity(79.56, 'umol/L') })));
    const [us] = await fire(patientViewCall(adult('unit-2', { '2160-0': quantity(0.9, 'mg/dL') })));
    expect(si.summary).toBe(us.summary);
  });

  it('names what was not available and what is old', async () => {
    const old = { ...quantity(4.3, 'g/dL'), effectiveDateTime: '2026-01-10' };
    const [card] = await fire(patientViewCall(adult('old-1', { '1988-5': undefined, '1751-7': old })));
    const [risk] = (await search('subject=Patient/old-1')).entry;
    const { extension } = risk.resource.prediction[0];
    const stale = JSON.stringify(extension).match(/\{"url":"staleDays","valueInteger":\d+\}/g);
    expect(stale).toEqual(['{"url":"staleDays","valueInteger":317}']);
    const page = await request(kairos.app).get(`/insight/RiskAssessment/${risk.resource.id}`);
    expect(page.text).toContain('used, 10 months old');
    expect(card.detail).toMatch(/C-reactive protein/i);
    expect(card.detail).toMatch(/albumin.*10 months/i);
  });

  it('escapes what comes from the record', async () => {
    const patient = adult('escape-1');
    const odd = {
      ...quantity(1.9, 'mg/dL'),
      code: { coding: [{ system: 'http://loinc.org', code: '2160-0', display: '<script>x</script>' }] },
    };
    const { patient: p, observations } = adult('escape-1', { '2160-0': odd });
    const [card] = await fire(
      patientViewCall({
        patient: { ...p, name: [{ text: '<img src=x>' }] } as typeof patient.patient,
        observations,
      }),
    );
    expect(JSON.stringify(card)).not.toMatch(/<script|<img/);
  });

  it('reads a result from a panel that carries it as a component', async () => {
    const { patient, observations } = adult('panel-1', { '2160-0': undefined });
    const creatinine = {
      code: { coding: [{ system: 'http://loinc.org', code: '2160-0' }] },
      ...quantity(0.9, 'mg/dL'),
    };
    const panel = observation('panel-1', 'metabolic', '24323-8', { component: [creatinine] });
    const [card] = await fire(patientViewCall({ patient, observations: [...observations, panel] }));
    const [plain] = await fire(patientViewCall(adult('panel-2')));
    expect(card.summary).toBe(plain.summary);
    const risk = (await search('subject=Patient/panel-1')).entry[0].resource;
    expect(risk.basis.map((b: { reference: string }) => b.reference)).toContain('Observation/metabolic');
  });
});
