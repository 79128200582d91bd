import { describe, expect, it } from 'vitest';
import { isAssessment, loadedModels, NOW, pipelineResources } from '../../../scripts/profiles/pipeline.ts';
import { riskAssessmentFor } from '../../../src/findings/risk-assessment.ts';
import type { Prediction } from '../../../src/inference/prediction.ts';
import { validator } from './validator.ts';

const resources = await pipelineResources();
const assessments = resources.filter(isAssessment);

describe('what is stored for the demo patients', () => {
  it('has predictions, abstentions, a Provenance for each, and a Device for each model', () => {
    const statuses = assessments.map((r) => r.status);
    expect(statuses).toContain('final');
    expect(statuses).toContain('cancelled');
    const targets = resources.flatMap((r) => (r.resourceType === 'Provenance' ? r.target : []));
    expect(targets.map((t) => t.reference).sort()).toEqual(
      assessments.map((r) => `RiskAssessment/${r.id}`).sort(),
    );
    const devices = resources.flatMap((r) => (r.resourceType === 'Device' ? [`Device/${r.id}`] : []));
    for (const { performer } of assessments) expect(devices).toContain(performer?.reference);
  });

  it.each(resources.map((r) => [`${r.resourceType}/${r.id}`, r] as const))('is valid: %s', (_, resource) => {
    expect(resource.meta?.profile).toHaveLength(1);
    expect(validator.validate(resource)).toEqual([]);
  });
});

/** A model that asks for nothing but one value, and has no group to compare with. */
const sparse = (): Prediction => ({
  kind: 'prediction',
  model: { name: 'nhanes-mortality', version: '1.0.0' },
  outcome: { system: 'http://snomed.info/sct', code: '419620001', display: 'Death' },
  horizon: 'P30D',
  probability: 1,
  interval: { low: 0, high: 1, level: 0.9 },
  risk: 'certain',
  indicator: 'info',
  contributions: [
    { concept: 'creatinine', effect: -0.5 },
    { concept: 'sex', effect: 0.5, value: 'female' },
  ],
  evidence: {
    used: [],
    missing: [{ concept: 'albumin', required: false, reason: 'none-in-window', window: 'P1Y' }],
    unusable: [{ concept: 'glucose', required: false, reason: 'no-unit', source: 'Observation/1' }],
  },
  cautions: [],
});

describe('a prediction without age, comparison and sources', () => {
  it('is valid, and says until when it holds', async () => {
    const model = (await loadedModels()).find((m) => m.manifest.name === 'nhanes-mortality');
    const identity = {
      id: 'sparse',
      identifier: 'nhanes-mortality|1.0.0|x',
    };
    const subject = { patientId: 'p', encounterId: 'e', now: NOW };
    const resource = riskAssessmentFor(sparse(), identity, subject, model!.manifest);
    expect(validator.validate(resource)).toEqual([]);
    expect(resource.prediction?.[0]?.whenPeriod).toEqual({
      start: '2026-01-15T12:00:00.000Z',
      end: '2026-02-14T12:00:00.000Z',
    });
  });
});
