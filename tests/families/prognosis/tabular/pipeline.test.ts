import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chartFromValues } from '../../../../src/chart/from-values.ts';
import { crossValidateTabular } from '../../../../src/families/prognosis/evaluation/tabular/cross-validate.ts';
import { evaluateTabular } from '../../../../src/families/prognosis/evaluation/tabular/evaluate.ts';
import { openPrognosisModel } from '../../../../src/families/prognosis/index.ts';
import { boostedTrees } from '../../../../src/families/prognosis/learners/boosting.ts';
import type { TableLearner } from '../../../../src/families/prognosis/learners/table.ts';
import { checkpointsIn } from '../../../../src/families/prognosis/training/checkpoints.ts';
import { fitBlend, workbench } from '../../../../src/families/prognosis/training/train-tabular.ts';
import type { Prediction } from '../../../../src/inference/prediction.ts';
import { unwrap } from '../../../../src/kernel/result.ts';
import { loadedWith, manifest, NOW, recipeOf, simulatedVisits } from './people.ts';

const silent = () => {};
const boosting = boostedTrees({ trees: 40, maxDepth: 2, learningRate: 0.15, bags: 3 });
const recipe = recipeOf([boosting]);
const data = simulatedVisits(1_600);

/** Once for all tests but those that look at the training itself. */
let first: ReturnType<typeof train> | undefined;
const trained = () => (first ??= train());

async function train(of = recipe) {
  const bench = workbench(data, of, manifest, { log: silent });
  return { bench, weights: await fitBlend(bench, of) };
}

describe('training from a table', () => {
  it('reads every row through the chart: people whom the model is not made for are left out', async () => {
    const { bench } = await trained();
    const tooYoung = data.ids.filter((_, i) => Number(data.valuesOf(i).age) < 35).length;
    expect(tooYoung).toBeGreaterThan(0);
    expect(bench.rows.length).toBe(data.ids.length - tooYoung);
  });

  it('keeps the rows of a patient in one fold', async () => {
    const { bench } = await trained();
    const foldOf = new Map<string, number>();
    bench.rows.forEach((row, i) => {
      const patient = data.patients[row]!;
      expect(foldOf.get(patient) ?? bench.fold[i]).toBe(bench.fold[i]);
      foldOf.set(patient, bench.fold[i]!);
    });
    expect(new Set(bench.fold).size).toBe(5);
  });

  it('never shows a learner the fold that it is measured on', async () => {
    const seen: number[] = [];
    const spy: TableLearner = {
      ...boosting,
      fit(table, target, options) {
        seen.push(table.rows);
        return boosting.fit(table, target, options);
      },
    };
    const { bench } = await train(recipeOf([spy]));
    const sizes = [0, 1, 2, 3, 4].map((f) => bench.fold.filter((g) => g !== f).length);
    expect(seen.toSorted()).toEqual([...sizes, bench.table.rows].toSorted());
  });

  it('is the same for the same seed', async () => {
    expect(JSON.stringify((await train()).weights)).toBe(JSON.stringify((await trained()).weights));
  });
});

describe('a trained blend', () => {
  it('is measured as it is served, on new people', async () => {
    const { weights } = await trained();
    const fresh = simulatedVisits(1_500, 99);
    const evaluation = evaluateTabular(loadedWith(weights), recipe, fresh, silent);
    expect(evaluation.abstained).toBe(fresh.ids.filter((_, i) => Number(fresh.valuesOf(i).age) < 35).length);
    const { auroc, predictedToObserved, calibrationSlope, coverage } = evaluation.metrics;
    expect(auroc!.value).toBeGreaterThan(0.63);
    expect(auroc!.ci95[0]).toBeLessThan(auroc!.value);
    expect(predictedToObserved!.value).toBeGreaterThan(0.8);
    expect(predictedToObserved!.value).toBeLessThan(1.2);
    expect(calibrationSlope!.value).toBeGreaterThan(0.75);
    expect(coverage!.value).toBeGreaterThan(0.7);
    expect(evaluation.comparators.age!.metrics.aurocDifference!.value).toBeGreaterThan(0);
    expect(Object.keys(evaluation.subgroups.sex!)).toEqual(['female', 'male']);
  });

  it('explains each answer without a remainder and says whom it compares with', async () => {
    const { weights } = await trained();
    const model = unwrap(openPrognosisModel(loadedWith(weights)));
    const values = { age: 78, sex: 'male', creatinine: 1.5 };
    const output = model.predict(chartFromValues({ now: NOW, values })) as Prediction;
    const total = output.contributions.reduce((sum, c) => sum + c.effect, 0);
    expect(output.comparison!.group).toBe('typical simulated patients');
    expect(output.comparison!.probability + total).toBeCloseTo(output.probability, 6);
    const effects = new Map(output.contributions.map((c) => [c.concept, c.effect]));
    expect(effects.get('age')).toBeGreaterThan(0);
    expect(effects.get('creatinine')).toBeGreaterThan(0);
    expect(output.contributions.find((c) => c.concept === 'potassium')!.imputed).toBe(true);
    expect(output.interval!.low).toBeLessThan(output.probability);
  });

  it('abstains from somebody unlike anyone it learned from', async () => {
    const { weights } = await trained();
    const narrow = { ...weights, distance: { ...weights.distance!, limit: 0.5 } };
    const model = unwrap(openPrognosisModel(loadedWith(narrow)));
    const values = { age: 89, sex: 'male', creatinine: 14, potassium: 6.9 };
    const output = model.predict(chartFromValues({ now: NOW, values }));
    expect(output).toMatchObject({ kind: 'abstention', reason: 'out-of-range' });
  });
});

describe('a survival outcome', () => {
  const survival = recipeOf([boosting], 'survival');

  it('has a curve that falls, with its band, and ends at the risk of the horizon', async () => {
    const { weights } = await train(survival);
    const model = unwrap(openPrognosisModel(loadedWith(weights)));
    const values = { age: 70, sex: 'female', creatinine: 1.2, potassium: 4 };
    const { curve, probability } = model.predict(chartFromValues({ now: NOW, values })) as Prediction;
    expect(curve!.at(-1)!.months).toBe(12);
    expect(1 - curve!.at(-1)!.survival).toBeCloseTo(probability, 10);
    curve!.forEach(({ survival: s, low, high }, k) => {
      expect(low).toBeLessThanOrEqual(s);
      expect(high).toBeGreaterThanOrEqual(s);
      expect(s).toBeLessThanOrEqual(curve![k - 1]?.survival ?? 1);
    });
  });

  it('is cross-validated: blend, members and candidates on the same folds', async () => {
    const metrics = await crossValidateTabular(loadedWith({}), survival, data, { log: silent });
    const { cIndex, auroc_1y, predictedToObserved_1y } = metrics.crossValidation.metrics;
    expect(cIndex!.value).toBeGreaterThan(0.62);
    expect(auroc_1y!.value).toBeGreaterThan(0.65);
    expect(predictedToObserved_1y!.value).toBeCloseTo(1, 1);
    expect(metrics.learners.map((l) => l.name)).toEqual([boosting.name]);
    expect(metrics.applicability!.farthestTenthFrom).toBeGreaterThan(metrics.applicability!.median);
  });
});

describe('checkpoints', () => {
  it('let training go on where it was interrupted, with the same result', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'kairos-checkpoints-'));
    let fits = 0;
    const interrupted: TableLearner = {
      ...boosting,
      fit(...given) {
        if (++fits === 4) return Promise.reject(new Error('interrupted'));
        return boosting.fit(...given);
      },
    };
    const again = async () => {
      const checkpoints = await checkpointsIn(directory);
      const of = recipeOf([interrupted]);
      return fitBlend(workbench(data, of, manifest, { log: silent, checkpoints }), of);
    };
    await expect(again()).rejects.toThrow('interrupted');
    fits = 4;
    const resumed = await again();
    // six fits in all, three of them before the interruption
    expect(fits - 4).toBe(3);
    expect(JSON.stringify(resumed)).toBe(JSON.stringify((await trained()).weights));
  });
});
