import { describe, expect, it } from 'vitest';
import { inWorkers } from '../../../../src/families/prognosis/learners/pool.ts';
import { decisionOf, type Kernel } from '../../../../src/families/prognosis/learners/svm/kernel.ts';
import type { Machine, SvmProblem, SvmTask } from '../../../../src/families/prognosis/learners/svm/task.ts';
import { supportVectorMachine } from '../../../../src/families/prognosis/learners/svm.ts';
import type { LinearMember } from '../../../../src/inference/runtimes/blend-schema.ts';
import { compileLinearMember } from '../../../../src/inference/runtimes/linear-member.ts';
import sklearn from './reference/sklearn.json' with { type: 'json' };
import { auroc, distance, logLoss, part, rows, scaled } from './rows.ts';

const { table, binary } = rows(600);
const full = scaled(part(table, [0, 2, 3]));
const x = { rows: 600, columns: 3, data: full.data };

async function decisions(kernel: Kernel): Promise<number[]> {
  const [machine] = await inWorkers<SvmProblem, SvmTask, Machine>({
    script: new URL('../../../../src/families/prognosis/learners/svm/worker.ts', import.meta.url),
    shared: { x, y: binary.y, kernel, cost: 1 },
    tasks: [{ rows: Int32Array.from({ length: 600 }, (_, i) => i) }],
  });
  const decision = decisionOf(machine!, x, kernel);
  return Array.from({ length: 20 }, (_, i) => decision(x.data.subarray(3 * i, 3 * i + 3)));
}

describe('a support vector machine', () => {
  // libsvm stops at a violation of 1e-3, the reference at 1e-6.
  it('decides as that of scikit-learn: straight', async () => {
    expect(distance(await decisions({ kind: 'linear' }), sklearn.svm.linear)).toBeLessThan(0.01);
  });

  it('decides as that of scikit-learn: radial', async () => {
    expect(distance(await decisions({ kind: 'rbf', gamma: 1 / 3 }), sklearn.svm.rbf)).toBeLessThan(0.01);
  });

  it('is calibrated, and served where it is straight', async () => {
    const fitted = await supportVectorMachine({ kernel: 'linear' }).fit(table, binary, {
      seed: 1,
      workers: 2,
    });
    const margins = fitted.predict(table);
    const prevalence = binary.y.reduce((sum, y) => sum + y, 0) / 600;
    const constant = new Float64Array(600).fill(Math.log(prevalence / (1 - prevalence)));
    expect(logLoss(margins, binary)).toBeLessThan(logLoss(constant, binary) - 0.05);
    const member = compileLinearMember(fitted.toMember() as LinearMember);
    expect(member.margin(table.data.subarray(0, 5))).toBeCloseTo(margins[0]!, 12);
  });

  it('sees with a radial kernel what no line sees, and is not served', async () => {
    // The outcome is one of a ring.
    const circle = {
      ...binary,
      y: Uint8Array.from({ length: 600 }, (_, i) =>
        Math.hypot(...x.data.subarray(3 * i, 3 * i + 2)) < 1.2 ? 1 : 0,
      ),
    };
    const on = part(full, [0, 1]);
    const learned = async (kernel: 'linear' | 'rbf') =>
      supportVectorMachine({ kernel }).fit(on, circle, { seed: 1, workers: 2 });
    const radial = await learned('rbf');
    expect(auroc(radial.predict(on), circle)).toBeGreaterThan(0.97);
    expect(auroc((await learned('linear')).predict(on), circle)).toBeLessThan(0.8);
    expect(radial.toMember()).toBeUndefined();
  });

  it('learns from as many rows as it may', async () => {
    const learned = async (mostRows: number) => {
      const machine = supportVectorMachine({ kernel: 'linear', mostRows });
      return (await machine.fit(table, binary, { seed: 1, workers: 2 })).predict(table);
    };
    const [few, all] = [await learned(200), await learned(600)];
    expect(distance([...few], [...all])).toBeGreaterThan(0);
    expect(auroc(few, binary)).toBeGreaterThan(0.65);
    expect(await learned(5_000)).toEqual(all);
  });

  it('refuses weights that the library does not know', async () => {
    const weights = Float64Array.from({ length: 600 }, (_, i) => i);
    await expect(supportVectorMachine().fit(table, binary, { seed: 1, weights })).rejects.toThrow('weights');
  });
});
