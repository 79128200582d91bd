import { describe, expect, it } from 'vitest';
import type { TableLearner } from '../../../../src/families/prognosis/learners/table.ts';
import { recalibrate } from '../../../../src/families/prognosis/training/calibration.ts';
import type {
  Outcome,
  OutcomeRecipe,
  TabularData,
} from '../../../../src/families/prognosis/training/tabular.ts';
import { lessonFor, taskFor } from '../../../../src/families/prognosis/training/task.ts';
import { competing, simulated } from '../simulated.ts';

const learner = (supports: TableLearner['supports']): TableLearner => ({
  name: 'none',
  description: '',
  supports,
  fit: () => Promise.reject(new Error('not fitted here')),
});

const recipe = (supports: TableLearner['supports'], months?: number): OutcomeRecipe => ({
  answers: 'primary',
  outcome: 'it',
  ...(months === undefined ? {} : { months }),
  members: [{ learner: learner(supports), share: 1 }],
  candidates: [],
});

function data(outcome: Outcome, n: number): TabularData {
  const ids = Array.from({ length: n }, (_, i) => String(i));
  return {
    sha256: '',
    ids,
    patients: ids,
    now: new Date(0),
    valuesOf: () => ({}),
    outcomes: new Map([['it', outcome]]),
    groups: new Map(),
    comparators: new Map(),
  };
}

const everyone = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
const { x, survival } = simulated();
const margin = Float64Array.from({ length: 60 }, (_, i) => x.data[i * 3]!);

describe('from a margin to a risk', () => {
  const outcome: Outcome = { kind: 'survival', ...survival };

  it('is Cox regression on the margin, on follow-up to the horizon, where members learn survival', () => {
    const task = taskFor(recipe(['survival'], 10), data(outcome, 60), everyone(60));
    expect(task.mode).toBe('survival');
    expect(lessonFor(task, everyone(60)).rows).toHaveLength(60);
    const { link, slope, intercept, interceptAt } = recalibrate(task, margin, everyone(60));
    // R: coxph(Surv(pmin(time, 10), event & time <= 10) ~ x1, ties = "breslow"); basehaz(centered = FALSE) at 10 and 5
    expect(link).toBe('cloglog');
    expect(slope).toBeCloseTo(0.6237895356, 6);
    expect(Math.exp(intercept)).toBeCloseTo(1.0823683274, 6);
    expect(Math.exp(interceptAt!(5))).toBeCloseTo(0.5037022074, 6);
  });

  it('is weighted logistic regression on the status at the horizon, where members learn that', () => {
    const task = taskFor(recipe(['binary'], 10), data(outcome, 60), everyone(60));
    expect(task.mode).toBe('status');
    const { link, slope, intercept } = recalibrate(task, margin, everyone(60));
    // R: glm(status ~ x1, quasibinomial, weights = IPCW by survfit of the censoring)
    expect(link).toBe('logit');
    expect(slope).toBeCloseTo(1.588771143, 6);
    expect(intercept).toBeCloseTo(0.9592471354, 6);
  });

  it('uses nobody but the rows that it is given', () => {
    const task = taskFor(recipe(['binary'], 10), data(outcome, 60), everyone(60));
    const half = everyone(30);
    const spoilt = margin.map((m, i) => (i < 30 ? m : Number.NaN));
    expect(recalibrate(task, spoilt, half)).toEqual(recalibrate(task, margin, half));
  });
});

describe('what is learned', () => {
  it('of competing events is the status at the horizon, a competing event being none', () => {
    const { outcomes } = competing({ tied: true, censored: true });
    const outcome: Outcome = { kind: 'survival', time: outcomes.time, event: outcomes.event };
    const task = taskFor(recipe(['binary', 'survival'], 8), data(outcome, 80), everyone(80));
    expect(task.mode).toBe('status');
    const { rows, target, weights } = lessonFor(task, everyone(80));
    if (target.kind !== 'binary') throw new Error('a status is learned');
    rows.forEach((i, k) => {
      expect(target.y[k]).toBe(outcomes.event[i] === 1 && outcomes.time[i]! <= 8 ? 1 : 0);
      expect(weights![k]).toBeGreaterThanOrEqual(1);
    });
    const lost = [...everyone(80)].filter((i) => outcomes.event[i] === 0 && outcomes.time[i]! < 8);
    expect(lost.length).toBeGreaterThan(0);
    for (const i of lost) expect(rows).not.toContain(i);
  });

  it('of a binary outcome leaves out whose status is unknown', () => {
    const outcome: Outcome = { kind: 'binary', status: Int8Array.of(1, -1, 0, 1) };
    const task = taskFor(recipe(['binary']), data(outcome, 4), everyone(4));
    expect(lessonFor(task, everyone(4))).toEqual({
      rows: Int32Array.of(0, 2, 3),
      target: { kind: 'binary', y: Uint8Array.of(1, 0, 1) },
    });
  });
});
