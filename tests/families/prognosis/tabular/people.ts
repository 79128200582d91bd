import type { TableLearner } from '../../../../src/families/prognosis/learners/table.ts';
import type { TabularData, TabularRecipe } from '../../../../src/families/prognosis/training/tabular.ts';
import { type Manifest, manifestSchema } from '../../../../src/inference/manifest.ts';
import type { LoadedModel } from '../../../../src/inference/registry.ts';
import { ok } from '../../../../src/kernel/result.ts';
import { seededRandom } from '../../../../src/statistics/random.ts';

export const NOW = new Date('2026-01-01T00:00:00Z');

/** Visits of simulated patients, up to two each: age, sex and creatinine decide who dies; potassium does not. */
export function simulatedVisits(rows: number, seed = 5): TabularData {
  const random = seededRandom(seed);
  const people = Array.from({ length: rows }, (_, i) => {
    const age = Math.round(30 + 55 * random());
    const sex = random() < 0.5 ? 'male' : 'female';
    const creatinine = Math.exp(-0.1 + 0.4 * (random() + random() + random() - 1.5));
    const potassium = random() < 0.2 ? undefined : 3.5 + 1.5 * random();
    const eta = -2.2 + 0.05 * (age - 60) + 4 * Math.log(creatinine) + (sex === 'male' ? 0.4 : 0);
    const rate = Math.exp(eta);
    const death = -Math.log(random()) / rate;
    const lost = 4 * random();
    return { i, age, sex, creatinine, potassium, died: random() < 1 / (1 + Math.exp(-eta)), death, lost };
  });
  return {
    sha256: 'simulated',
    ids: people.map(({ i }) => `visit-${i}`),
    patients: people.map(({ i }) => `patient-${i >> 1}`),
    now: NOW,
    valuesOf(row) {
      const { age, sex, creatinine, potassium } = people[row]!;
      return { age, sex, creatinine, potassium };
    },
    outcomes: new Map([
      ['dead', { kind: 'binary', status: Int8Array.from(people, (p) => (p.died ? 1 : 0)) }],
      [
        'survival',
        {
          kind: 'survival',
          time: Float64Array.from(people, (p) => 12 * Math.min(p.death, p.lost)),
          event: Uint8Array.from(people, (p) => (p.death <= p.lost ? 1 : 0)),
        },
      ],
    ]),
    groups: new Map([['sex', people.map((p) => p.sex)]]),
    comparators: new Map([
      ['age', { values: Float64Array.from(people, (p) => p.age), isRisk: false, outcome: 'dead' }],
    ]),
  };
}

export const manifest: Manifest = manifestSchema.parse({
  name: 'simulated',
  version: '1.0.0',
  family: 'prognosis',
  runtime: 'blend',
  title: { en: 'Simulated' },
  wording: { noun: 'mortality', verb: 'die' },
  outcome: {
    coding: { system: 'http://snomed.info/sct', code: '419620001', display: 'Death' },
    horizon: 'P1Y',
  },
  inputs: [
    { concept: 'age', required: true },
    { concept: 'sex', required: true },
    { concept: 'creatinine', required: true, window: 'P1Y' },
    { concept: 'potassium', window: 'P1Y', missing: { impute: 'model' } },
  ],
  applicability: { age: { min: 35, max: 90 } },
  thresholds: [{ below: 0.2, risk: 'low' }, { risk: 'high' }],
  artifacts: {},
  training: { data: ['simulated'], licence: 'none', command: 'none' },
  intendedUse: {
    purpose: 'tests',
    users: 'tests',
    population: 'tests',
    outOfScope: ['all else'],
    limits: ['simulated'],
    regulatoryStatus: 'none',
  },
});

const outcome = { answers: 'primary', candidates: [] } as const;

export const recipeOf = (
  learners: readonly TableLearner[],
  outcomes: 'dead' | 'survival' = 'dead',
): TabularRecipe => ({
  kind: 'tabular',
  dataSet: 'simulated',
  readData: async () => ok(simulatedVisits(10)),
  features: [
    { concept: 'age' },
    { concept: 'sex', codes: { male: 1, female: 0 } },
    { concept: 'creatinine' },
    { concept: 'potassium' },
  ],
  outcomes: [
    {
      ...outcome,
      outcome: outcomes,
      ...(outcomes === 'survival' ? { months: 12, suffix: '1y' } : {}),
      members: learners.map((learner) => ({ learner, share: 1 / learners.length })),
    },
  ],
  population: 'simulated patients',
  seed: 17,
});

export const loadedWith = (weights: unknown, fitted: Manifest = manifest): LoadedModel => ({
  manifest: fitted,
  directory: '/nowhere',
  artifacts: new Map([['weights.json', Buffer.from(JSON.stringify(weights))]]),
});
