import type { Provenance, Resource, RiskAssessment } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { deviceFor } from '../../src/findings/device.ts';
import { EXTENSIONS } from '../../src/findings/extensions.ts';
import { type Finding, findingFor } from '../../src/findings/finding.ts';
import type { ModelOutput, Prediction } from '../../src/inference/prediction.ts';
import { emptyMembers } from '../fhir/validate.ts';
import { abstention, creatinine, links, loaded, manifest, NOW, prediction } from './fixtures.ts';

const find = (output: ModelOutput): Finding =>
  findingFor(output, { patientId: 'p1', encounterId: 'e1', now: NOW, loaded, links });

const riskOf = (output: ModelOutput) => find(output).resources()[0] as RiskAssessment;
const predicted = (change: Partial<Prediction> = {}) => riskOf(prediction(change)).prediction![0]!;

const extension = (url: string, change: Partial<Prediction> = {}) =>
  predicted(change).extension!.filter((e) => e.url === url);

const part = (parts: (typeof EXTENSIONS)[keyof typeof EXTENSIONS], name: string) =>
  extension(parts)[0]!.extension!.find((e) => e.url === name);

describe('the RiskAssessment of a prediction', () => {
  it('is final, of the patient, by the model, now', () => {
    expect(riskOf(prediction())).toMatchObject({
      status: 'final',
      meta: { security: [{ code: 'AIAST' }] },
      subject: { reference: 'Patient/p1' },
      encounter: { reference: 'Encounter/e1' },
      occurrenceDateTime: '2026-11-23T12:00:00.000Z',
      performer: { reference: 'Device/toy-model-1.2.3' },
      method: { coding: [{ code: 'toy-model', version: '1.2.3' }] },
    });
  });

  it('states percent, once', () => {
    expect(predicted().probabilityDecimal).toBe(12.13);
    expect(part(EXTENSIONS.interval, 'low')!.valueDecimal).toBe(9.2);
    expect(part(EXTENSIONS.interval, 'high')!.valueDecimal).toBe(16);
    expect(part(EXTENSIONS.interval, 'level')!.valueDecimal).toBe(95);
    expect(part(EXTENSIONS.comparison, 'probability')!.valueDecimal).toBe(6);
    expect(part(EXTENSIONS.contribution, 'effect')!.valueDecimal).toBe(6.31);
  });

  it('does not make a small risk none', () => {
    expect(predicted({ probability: 0.0003 }).probabilityDecimal).toBe(0.03);
  });

  it('rests on every source, each once', () => {
    expect(riskOf(prediction()).basis).toEqual([
      { reference: 'Patient/p1' },
      { reference: 'Observation/c1' },
    ]);
  });

  it('compares with the group, if there is one with a risk', () => {
    expect(predicted().relativeRisk).toBe(2.02);
    const nobody = { group: 'nobody', probability: 0 };
    expect(predicted({ comparison: nobody })).not.toHaveProperty('relativeRisk');
    const { comparison: _, ...alone } = prediction();
    expect(riskOf(alone).prediction![0]).not.toHaveProperty('relativeRisk');
  });

  it('holds for the ages from now to the horizon', () => {
    const years = (value: number) => ({
      value,
      unit: 'years',
      system: 'http://unitsofmeasure.org',
      code: 'a',
    });
    expect(predicted().whenRange).toEqual({ low: years(63), high: years(68) });
    expect(predicted({ horizon: 'P30D' }).whenRange!.high!.value).toBe(63.0821);
    const evidence = { ...prediction().evidence, used: [creatinine] };
    expect(predicted({ evidence })).not.toHaveProperty('whenRange');
  });

  it('names the level of risk by its HL7 code', () => {
    expect(predicted({ risk: 'high' }).qualitativeRisk!.coding).toEqual([
      {
        system: 'http://terminology.hl7.org/CodeSystem/risk-probability',
        code: 'high',
        display: 'High likelihood',
      },
    ]);
  });

  it('gives each input its value, effect and source, and says what was imputed', () => {
    const [measured, imputed] = extension(EXTENSIONS.contribution);
    expect(measured!.extension).toContainEqual({
      url: 'source',
      valueReference: { reference: 'Observation/c1' },
    });
    expect(measured!.extension).toContainEqual({ url: 'imputed', valueBoolean: false });
    expect(imputed!.extension).toContainEqual({ url: 'imputed', valueBoolean: true });
    expect(imputed!.extension!.map((e) => e.url)).not.toContain('value');
  });

  it('says in one sentence what it says', () => {
    expect(predicted().rationale).toBe(
      '12 in 100 people with these values die within 5 years (95% interval 9.2–16%), about twice that of women aged 63 (6.0%).',
    );
    expect(predicted({ horizon: 'P1Y6M' }).rationale).toMatch(/within 1 year 6 months \(/);
  });

  it('carries the cautions as notes', () => {
    expect(riskOf(prediction({ cautions: ['Mind this.'] })).note!.map((n) => n.text)).toEqual([
      'Mind this.',
      'Research use: not cleared',
    ]);
  });
});

describe('the RiskAssessment of an abstention', () => {
  it('is cancelled, with the reason and without a prediction', () => {
    const risk = riskOf(abstention());
    expect(risk.status).toBe('cancelled');
    expect(risk).not.toHaveProperty('prediction');
    expect(risk.note![0]!.text).toBe(
      'No 5-year mortality estimate: creatinine is missing (none in 12 months)',
    );
    expect(risk.extension![1]).toEqual({
      url: EXTENSIONS.abstentionReason,
      valueCode: 'required-input-missing',
    });
    expect(risk.extension![0]!.extension).toContainEqual({ url: 'required', valueBoolean: true });
    expect(risk).not.toHaveProperty('basis');
  });
});

describe('what belongs to a result', () => {
  it('is a Provenance with the same sources', () => {
    const [risk, provenance] = find(prediction()).resources() as readonly Resource[] as [
      RiskAssessment,
      Provenance,
    ];
    expect(provenance).toMatchObject({
      target: [{ reference: `RiskAssessment/${risk.id}` }],
      recorded: '2026-11-23T12:00:00.000Z',
      agent: [{ who: { reference: 'Device/toy-model-1.2.3' } }],
    });
    expect(provenance.entity!.map((e) => e.what)).toEqual(risk.basis);
  });

  it('is a Device for the model', () => {
    expect(deviceFor(manifest, links)).toMatchObject({
      id: 'toy-model-1.2.3',
      version: [{ value: '1.2.3' }],
      url: 'https://kairos.example/models/toy-model',
    });
  });

  it.each([
    ['a prediction', prediction()],
    ['an abstention', abstention()],
    ['an abstention that used nothing', abstention({ evidence: { used: [], missing: [], unusable: [] } })],
  ])('has no empty member: %s', (_, output) => {
    const { card, resources } = find(output);
    expect(emptyMembers([card(), ...resources(), deviceFor(manifest, links)])).toEqual([]);
  });
});
