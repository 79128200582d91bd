import { linksFrom } from '../../src/findings/links.ts';
import { type Manifest, manifestSchema } from '../../src/inference/manifest.ts';
import type { Abstention, Prediction, Score } from '../../src/inference/prediction.ts';
import type { LoadedModel } from '../../src/inference/registry.ts';
import type { UsedInput } from '../../src/kernel/evidence.ts';

export const NOW = new Date('2026-11-23T12:00:00Z');
export const links = linksFrom('https://kairos.example/');
export const RESULT_URL = 'https://kairos.example/insight/RiskAssessment/r1';
export const MODEL_URL = 'https://kairos.example/models/toy-model';

const death = { system: 'http://snomed.info/sct', code: '419620001', display: 'Death' };

export const manifest: Manifest = manifestSchema.parse({
  name: 'toy-model',
  version: '1.2.3',
  family: 'prognosis',
  runtime: 'linear',
  title: { en: 'A toy' },
  wording: { noun: 'mortality', verb: 'die' },
  outcome: { coding: death, horizon: 'P5Y' },
  inputs: [
    { concept: 'age', required: true },
    { concept: 'sex', required: true },
    { concept: 'creatinine', required: true, window: 'P1Y', stale: 'P6M' },
    { concept: 'c-reactive-protein', window: 'P1Y', missing: { impute: 'model' } },
  ],
  applicability: { age: { min: 20, max: 90 } },
  thresholds: [
    { below: 0.05, risk: 'low' },
    { below: 0.14, risk: 'moderate' },
    { risk: 'high', indicator: 'critical' },
  ],
  artifacts: {},
  training: { data: ['twelve people'], licence: 'public domain', command: 'kairos train toy-model' },
  intendedUse: {
    purpose: 'Shows how cards look.',
    users: 'Testers.',
    population: 'Nobody.',
    outOfScope: ['Acute illness: tests are of a stable day.', 'HIV infection', 'A third group'],
    limits: ['It is a toy.'],
    regulatoryStatus: 'not cleared',
  },
  references: ['Nobody et al. 2026.'],
});

const estimate = (value: number, low: number, high: number) => ({ value, ci95: [low, high] });

/** As `kairos evaluate` writes it, with a hundredth of the figures. */
export const metrics = {
  model: 'toy-model',
  version: '1.2.3',
  chosen: 'cox',
  crossValidation: {
    data: { sha256: '00', n: 30_000 },
    metrics: { cIndex: estimate(0.851, 0.84, 0.86) },
    subgroups: { sex: { female: { n: 15_500, metrics: { cIndex: estimate(0.86, 0.85, 0.87) } } } },
    comparators: { ageSex: { n: 30_000, metrics: { cIndex: estimate(0.81, 0.8, 0.82) } } },
    calibration: [],
  },
  temporalValidation: {
    data: { sha256: '00', n: 15_017 },
    metrics: { brier_5y: estimate(0.05, 0.04, 0.06), cIndex: estimate(0.8581, 0.85, 0.866) },
    subgroups: {},
    comparators: {},
    calibration: [],
  },
  learners: [{ name: 'cox', description: 'Cox', metrics: { cIndex: estimate(0.851, 0.84, 0.86) } }],
};

export const loaded: LoadedModel = { manifest, directory: '/nowhere', artifacts: new Map(), metrics };

/** A warning score of the present. */
export const scoreManifest: Manifest = manifestSchema.parse({
  ...manifest,
  name: 'toy-score',
  title: { en: 'A toy score' },
  wording: { noun: 'deterioration', verb: 'deteriorate' },
  outcome: { coding: { ...death, code: '371045000', display: 'Deterioration' } },
  score: { label: 'TOY2', decimals: 0, min: 0, max: 20 },
  thresholds: [
    { below: 5, risk: 'low', band: 'low' },
    { risk: 'high', indicator: 'critical', band: 'high (urgent response)' },
  ],
  acknowledgement: 'Reproduced from: Nobody, Toy Early Warning Score.',
});

export const loadedScore: LoadedModel = {
  manifest: scoreManifest,
  directory: '/nowhere',
  artifacts: new Map(),
};

export const creatinine: UsedInput = {
  concept: 'creatinine',
  value: 1.9,
  unit: 'mg/dL',
  date: '2026-11-12',
  source: 'Observation/c1',
};

const SHARED = {
  model: { name: 'toy-model', version: '1.2.3' },
  outcome: death,
  horizon: 'P5Y',
} as const;

export function prediction(change: Partial<Prediction> = {}): Prediction {
  return {
    kind: 'prediction',
    ...SHARED,
    probability: 0.1213,
    interval: { low: 0.092, high: 0.16, level: 0.95 },
    risk: 'moderate',
    indicator: 'info',
    comparison: { group: 'women aged 63', probability: 0.06 },
    contributions: [
      {
        concept: 'creatinine',
        effect: 0.0631,
        value: 1.9,
        unit: 'mg/dL',
        date: '2026-11-12',
      },
      { concept: 'c-reactive-protein', effect: -0.0018, imputed: true },
    ],
    evidence: {
      used: [
        { concept: 'age', value: 63, unit: 'a', source: 'Patient/p1' },
        { concept: 'sex', value: 'female', source: 'Patient/p1' },
        creatinine,
      ],
      missing: [{ concept: 'c-reactive-protein', required: false, reason: 'none-in-window', window: 'P1Y' }],
      unusable: [],
    },
    cautions: [],
    ...change,
  };
}

export function abstention(change: Partial<Abstention> = {}): Abstention {
  return {
    kind: 'abstention',
    ...SHARED,
    reason: 'required-input-missing',
    because: 'creatinine is missing (none in 12 months)',
    concepts: ['creatinine'],
    evidence: {
      used: [{ concept: 'age', value: 63, unit: 'a' }],
      missing: [{ concept: 'creatinine', required: true, reason: 'none-in-window', window: 'P1Y' }],
      unusable: [],
    },
    ...change,
  };
}

export function score(change: Partial<Score> = {}): Score {
  return {
    kind: 'score',
    model: { name: 'toy-score', version: '1.2.3' },
    outcome: scoreManifest.outcome.coding,
    value: 7,
    risk: 'high',
    indicator: 'critical',
    band: 'high (urgent response)',
    contributions: [
      { concept: 'systolic-blood-pressure', effect: 3, value: 88, unit: 'mm[Hg]', date: '2026-11-23' },
      { concept: 'creatinine', effect: 0, value: 1.9, unit: 'mg/dL' },
    ],
    evidence: {
      used: [
        {
          concept: 'systolic-blood-pressure',
          value: 88,
          unit: 'mm[Hg]',
          date: '2026-11-23',
          source: 'Observation/b',
        },
        creatinine,
      ],
      missing: [],
      unusable: [],
    },
    cautions: [],
    ...change,
  };
}
