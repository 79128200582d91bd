import { describe, expect, it } from 'vitest';
import { baselineHazard, coxProblem, fitCox } from '../../../src/families/prognosis/learners/cox-fit.ts';
import { fitLogistic } from '../../../src/families/prognosis/learners/logistic-fit.ts';
import { bootstrapCounts, seededRandom } from '../../../src/statistics/random.ts';
import { ones, simulated } from './simulated.ts';

const { x, survival } = simulated();
const none = new Float64Array(3);

const close = (actual: ArrayLike<number>, expected: readonly number[], digits = 6) =>
  expected.forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, digits);
  });

describe('Cox regression', () => {
  it('agrees with coxph', () => {
    const { beta } = fitCox(coxProblem(x, survival, none), ones(60));
    close(beta, [0.666173707249, -0.426532734897, 0.716140487418]);
  });

  it('agrees with coxph and a ridge penalty', () => {
    const { beta } = fitCox(coxProblem(x, survival, new Float64Array(3).fill(3)), ones(60));
    close(beta, [0.51521686822, -0.258613604109, 0.521639711805]);
  });

  it('agrees with coxph and case weights', () => {
    const weights = Float64Array.from({ length: 60 }, (_, i) => [1, 2, 0, 1, 3][i % 5]!);
    const { beta } = fitCox(coxProblem(x, survival, none), weights);
    close(beta, [0.759120337628, -0.220445706695, 0.776582291678]);
  });

  it("gives Breslow's baseline hazard", () => {
    const problem = coxProblem(x, survival, none);
    const { beta } = fitCox(problem, ones(60));
    expect(baselineHazard(problem, ones(60), beta, 10)).toBeCloseTo(0.763826424501, 6);
    expect(baselineHazard(problem, ones(60), beta, 0)).toBe(0);
  });

  it('refits a bootstrap sample to the optimum that a fit from nothing finds', () => {
    const problem = coxProblem(x, survival, new Float64Array(3).fill(1));
    const drawn = bootstrapCounts(60, seededRandom(7));
    const warm = fitCox(problem, drawn, fitCox(problem, ones(60)));
    close(warm.beta, [...fitCox(problem, drawn).beta]);
  });
});

describe('logistic regression', () => {
  it('agrees with the maximum that optim finds, intercept unpenalised', () => {
    const y = Int8Array.from(survival.time, (t) => (t < 8 ? 1 : 0));
    const { intercept, beta } = fitLogistic(x, y, ones(60), new Float64Array(3).fill(2));
    close([intercept, ...beta], [0.673571240153, 0.473131522002, -0.298331302251, 0.32330752412], 5);
  });
});
