import type { Equation, EquationInputs, EquationResult, Vectors } from '../../../src/inference/equation.ts';
import { manifestSchema } from '../../../src/inference/manifest.ts';
import type { LoadedModel } from '../../../src/inference/registry.ts';

const CODING = { system: 'http://snomed.info/sct', code: '419620001', display: 'Death' };

const MANIFEST = {
  name: 'some-equation',
  version: '1.0.0',
  family: 'prognosis',
  runtime: 'module',
  title: { en: 'An equation' },
  wording: { noun: 'mortality', verb: 'die' },
  outcome: { coding: CODING, horizon: 'P5Y' },
  further: [
    { id: 'later', coding: CODING, horizon: 'P10Y', noun: 'mortality' },
    { id: 'years', coding: CODING, noun: 'years', unit: 'a' },
  ],
  inputs: [
    { concept: 'age', required: true },
    { concept: 'albumin', required: true },
    { concept: 'creatinine' },
  ],
  applicability: { age: { min: 18, max: 90 } },
  thresholds: [{ below: 0.1, risk: 'low', band: 'A' }, { below: 0.3, risk: 'moderate' }, { risk: 'high' }],
  artifacts: {},
  training: { data: [], licence: 'none', command: 'none' },
  intendedUse: {
    purpose: 'tests',
    users: 'tests',
    population: 'adults',
    outOfScope: ['all'],
    limits: ['all'],
    regulatoryStatus: 'none',
  },
};

/** A score on which 0 to 10 are possible. */
export const SCORE = {
  score: { label: 'points', decimals: 0, min: 0, max: 10 },
  outcome: { coding: CODING },
};

const VECTORS: Vectors = {
  file: 'some.csv',
  columns: ['age', 'alb', 'risk'],
  inputs: (row) => ({ age: Number(row.age), albumin: { value: Number(row.alb), unit: 'g/L' } }),
  expected: (row) => ({ answer: { text: row.risk ?? '', scale: 100 } }),
};

export interface Parts {
  readonly compute: Equation['compute'];
  readonly ranges?: Equation['ranges'];
  readonly vectors?: Partial<Vectors>;
  /** What differs from the manifest of a probability. */
  readonly manifest?: object;
}

export const modelOf = ({ compute, ranges, vectors, manifest = {} }: Parts): LoadedModel => ({
  manifest: manifestSchema.parse({ ...MANIFEST, ...manifest }),
  directory: '/nowhere',
  artifacts: new Map(),
  equation: { compute, ...(ranges ? { ranges } : {}), vectors: { ...VECTORS, ...vectors } },
});

/** An answer of 0.2 beside a reference of 0.1, of which albumin makes two thirds. */
export const RESULT: EquationResult = {
  answer: 0.2,
  parts: { albumin: 0.6, creatinine: 0.3 },
  reference: { group: 'people aged 60', answer: 0.1 },
};

/** A hundredth of the age, and ten times the albumin (in g/dL) below 4. */
export const ageAndAlbumin = (inputs: EquationInputs): EquationResult => {
  const part = Math.max(0, 4 - inputs.number('albumin')) / 10;
  const base = inputs.number('age') / 1000;
  return { answer: base + part, parts: { albumin: part }, reference: { group: 'people', answer: base } };
};
