import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { chartFromValues, type GivenValue } from '../../../src/chart/from-values.ts';
import { openPrognosisModel, type PrognosisModel } from '../../../src/families/prognosis/index.ts';
import type { Abstention, Prediction } from '../../../src/inference/prediction.ts';
import { type LoadedModel, loadModel } from '../../../src/inference/registry.ts';
import { unwrap } from '../../../src/kernel/result.ts';

const NOW = new Date('2026-11-23T00:00:00Z');

/** Ordinary values, in canonical units. */
const WOMAN: Readonly<Record<string, GivenValue>> = {
  age: 63,
  sex: 'female',
  albumin: 4.3,
  creatinine: 0.8,
  'red-cell-distribution-width': 13,
  'alkaline-phosphatase': 70,
  'urea-nitrogen': 14,
  glucose: 95,
  'hemoglobin-a1c': 5.5,
  'c-reactive-protein': 2,
  leukocytes: 6.5,
  'body-mass-index': 26,
};

let loaded: LoadedModel;
let model: PrognosisModel;

beforeAll(async () => {
  loaded = unwrap(
    await loadModel(resolve(import.meta.dirname, '../../../models/nhanes-mortality'), 'nhanes-mortality'),
  );
  model = unwrap(openPrognosisModel(loaded));
});

const ask = (change: Readonly<Record<string, GivenValue | undefined>> = {}) =>
  model.predict(chartFromValues({ now: NOW, values: { ...WOMAN, ...change } as Record<string, GivenValue> }));

function predicted(change: Readonly<Record<string, GivenValue | undefined>> = {}): Prediction {
  const output = ask(change);
  if (output.kind !== 'prediction') throw new Error(`expected a prediction, got ${output.kind}`);
  return output;
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe('a prediction', () => {
  it.each([
    {},
    { creatinine: 2.4 },
    { 'hemoglobin-a1c': undefined, leukocytes: undefined },
    { age: 88, sex: 'male' },
    { age: 21 },
  ])('is shared out among the inputs exactly (%j)', (change) => {
    const { probability, comparison, contributions } = predicted(change);
    expect(comparison!.probability + sum(contributions.map((c) => c.effect))).toBeCloseTo(probability, 12);
    expect(contributions).toHaveLength(18);
  });

  it('compares with people of the same age and sex', () => {
    expect(predicted().comparison!.group).toBe('women aged 63');
    expect(predicted({ sex: 'male' }).comparison!.group).toBe('men aged 63');
    expect(predicted({ sex: 'male' }).comparison!.probability).toBeGreaterThan(
      predicted().comparison!.probability,
    );
  });

  it('marks what it had to estimate', () => {
    const { contributions, evidence } = predicted();
    const imputed = contributions.filter((c) => c.imputed).map((c) => c.concept);
    expect(imputed.sort()).toEqual(evidence.missing.map((m) => m.concept).sort());
    expect(imputed).toContain('gamma-glutamyltransferase');
  });

  it('rises with what is known to raise mortality', () => {
    const { probability } = predicted();
    for (const change of [
      { 'red-cell-distribution-width': 16 },
      { albumin: 3.4 },
      { creatinine: 2.2 },
      { age: 75 },
      { 'hemoglobin-a1c': 10 },
    ]) {
      expect(predicted(change).probability).toBeGreaterThan(probability);
    }
  });

  it('lies within its interval, which is wider where less is known', () => {
    const { probability, interval } = predicted();
    if (!interval) throw new Error('expected an interval');
    expect(interval.low).toBeLessThan(probability);
    expect(interval.high).toBeGreaterThan(probability);
    expect(interval.level).toBe(0.95);
  });

  it('takes its level from the thresholds of the manifest', () => {
    expect(predicted().risk).toBe('low');
    expect(predicted({ age: 72 }).risk).toBe('moderate');
    expect(predicted({ age: 85, albumin: 3 })).toMatchObject({ risk: 'high', indicator: 'warning' });
  });

  it('is of the next level from the very bound on', () => {
    const { probability } = predicted();
    const levelWith = (below: number) => {
      const thresholds: LoadedModel['manifest']['thresholds'] = [
        { below, risk: 'low', indicator: 'info' },
        { risk: 'high', indicator: 'critical' },
      ];
      const changed = unwrap(openPrognosisModel({ ...loaded, manifest: { ...loaded.manifest, thresholds } }));
      return changed.predict(chartFromValues({ now: NOW, values: WOMAN }));
    };
    expect(levelWith(probability)).toMatchObject({ risk: 'high', indicator: 'critical' });
    expect(levelWith(probability + Number.EPSILON)).toMatchObject({ risk: 'low', indicator: 'info' });
  });

  it('is silent about a value that reads the same as the edge of what it learned from', () => {
    expect(predicted({ creatinine: 2.621 }).cautions).toEqual([]);
    expect(predicted({ creatinine: 2.64 }).cautions).toHaveLength(1);
  });

  it('says when a value lies beyond what it learned from', () => {
    expect(predicted().cautions).toEqual([]);
    expect(predicted({ creatinine: 6 }).cautions.join()).toMatch(
      /^Creatinine is above .* computed as 2\.\d+ mg\/dL/,
    );
    expect(predicted({ creatinine: 6 }).probability).toBe(predicted({ creatinine: 9 }).probability);
  });

  it('does not depend on what was asked before', () => {
    const first = predicted();
    predicted({ age: 30, 'hemoglobin-a1c': undefined });
    expect(predicted()).toEqual(first);
  });
});

const declined = (change: Readonly<Record<string, GivenValue | undefined>>): Abstention => {
  const output = ask(change);
  if (output.kind !== 'abstention') throw new Error('a prediction');
  return output;
};

describe('an abstention', () => {
  it.each<[string, Readonly<Record<string, GivenValue | undefined>>, string, RegExp]>([
    [
      'required tests are missing',
      { creatinine: undefined, albumin: undefined },
      'required-input-missing',
      /albumin.*creatinine/,
    ],
    ['a required test is implausible', { creatinine: 99 }, 'required-input-unusable', /creatinine/],
    [
      'a required test has an unknown unit',
      { creatinine: { value: 1, unit: 'furlong' } },
      'required-input-unusable',
      /creatinine/,
    ],
    [
      'a required test is too old',
      { creatinine: { value: 1, date: '2024-01-01' } },
      'required-input-missing',
      /12 months/,
    ],
    ['the patient is pregnant', { 'pregnancy-status': true }, 'not-applicable', /pregnan/],
    ['the patient has died', { deceased: true }, 'not-applicable', /died/],
    ['the patient is a child', { age: 12 }, 'out-of-range', /12/],
    ['the patient is older than anybody it learned from', { age: 97 }, 'out-of-range', /97/],
    ['the sex is not known', { sex: undefined }, 'required-input-missing', /sex/],
  ])('is the answer when %s', (_, change, reason, because) => {
    const output = declined(change);
    expect(output.reason).toBe(reason);
    expect(output.because).toMatch(because);
    expect(JSON.stringify(output)).not.toMatch(/probability/);
  });
});

describe('opening a model', () => {
  it.each<[string, (m: LoadedModel) => LoadedModel, RegExp]>([
    [
      'weights that are not JSON',
      (m) => ({ ...m, artifacts: new Map([['weights.json', Buffer.from('{')]]) }),
      /not JSON/,
    ],
    ['no weights', (m) => ({ ...m, artifacts: new Map() }), /weights\.json/],
    [
      'an input that is no concept',
      (m) => ({
        ...m,
        manifest: {
          ...m.manifest,
          inputs: [...m.manifest.inputs, { ...m.manifest.inputs[0]!, concept: 'aura' }],
        },
      }),
      /no concept aura/,
    ],
    [
      'a runtime that is not served',
      (m) => ({ ...m, manifest: { ...m.manifest, runtime: 'onnx' } }),
      /runtime/,
    ],
    [
      'weights for an input that is not declared',
      (m) => ({ ...m, manifest: { ...m.manifest, inputs: m.manifest.inputs.slice(0, 5) } }),
      /alkaline-phosphatase/,
    ],
  ])('fails with %s, by name', (_, change, reason) => {
    const opened = openPrognosisModel(change(loaded));
    expect(opened.ok ? '' : opened.error.message).toMatch(/^models\/nhanes-mortality/);
    expect(opened.ok ? '' : opened.error.message).toMatch(reason);
  });
});
