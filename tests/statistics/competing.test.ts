import { describe, expect, it } from 'vitest';
import {
  aalenJohansen,
  competes,
  competingStatus,
  competingWeights,
  incidenceAt,
} from '../../src/statistics/competing.ts';
import { competingConcordance } from '../../src/statistics/competing-concordance.ts';
import { ascending } from '../../src/statistics/order.ts';
import { kaplanMeier, probabilityAt, type Survival } from '../../src/statistics/survival.ts';
import { competing, ones } from '../families/prognosis/simulated.ts';

const { score, outcomes } = competing({ tied: true, censored: true });
const everyone = ones(80);
const repeated = Float64Array.from({ length: 80 }, (_, i) => [1, 2, 0, 1, 3][i % 5]!);
const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);

const incidences = (of: Survival, weights: Float64Array) => {
  const curve = aalenJohansen(of, ascending(of.time), weights);
  return [2.9, 3, 8, 15].map((t) => incidenceAt(curve, t));
};

/** The outcome only: competing events are the end of follow-up. */
const onlyOutcome: Survival = { ...outcomes, event: outcomes.event.map((e) => (e === 1 ? 1 : 0)) };

describe('the cumulative incidence of an outcome with competing events', () => {
  it('agrees with survfit', () => {
    const [, ...expected] = [0, 0.27458028083, 0.386265668662, 0.484637617043];
    incidences(outcomes, everyone)
      .slice(1)
      .forEach((value, k) => {
        expect(value).toBeCloseTo(expected[k]!, 10);
      });
  });

  it('counts a person as often as their weight says', () => {
    const expected = [0.36441111636, 0.418756212016, 0.546478289569];
    incidences(outcomes, repeated)
      .slice(1)
      .forEach((value, k) => {
        expect(value).toBeCloseTo(expected[k]!, 10);
      });
  });

  it('is 0 before the first outcome and steps at its time, not before', () => {
    const curve = aalenJohansen(outcomes, ascending(outcomes.time), everyone);
    expect(incidenceAt(curve, 0.5)).toBe(0);
    expect(incidenceAt(curve, 2.9)).toBeLessThan(incidenceAt(curve, 3));
  });

  it('is one minus Kaplan-Meier where nothing competes, and less where something does', () => {
    const order = ascending(onlyOutcome.time);
    const curve = aalenJohansen(onlyOutcome, order, everyone);
    const survival = kaplanMeier(onlyOutcome, order, everyone);
    expect(competes(onlyOutcome)).toBe(false);
    expect(competes(outcomes)).toBe(true);
    expect(incidenceAt(curve, 8)).toBeCloseTo(1 - probabilityAt(survival, 8), 12);
    expect(incidences(outcomes, everyone)[2]).toBeLessThan(incidenceAt(curve, 8) - 0.05);
  });
});

describe('the status at a horizon', () => {
  it('is none for people lost before it, and no outcome for people of a competing event', () => {
    const people: Survival = {
      time: Float64Array.from([5, 5, 5, 10, 10, 10, 11, 11, 11]),
      event: Uint8Array.from([0, 1, 2, 0, 1, 2, 0, 1, 2]),
    };
    expect([...competingStatus(people, 10)]).toEqual([-1, 1, 0, 0, 1, 0, 0, 0, 0]);
  });
});

describe('weights for people lost before a horizon', () => {
  const weights = competingWeights(outcomes, 8, everyone);
  const status = competingStatus(outcomes, 8);

  it('stand for everybody, so that the weighted share of outcomes is the cumulative incidence', () => {
    expect(sum(weights)).toBeCloseTo(80, 9);
    expect(sum(weights.map((w, i) => w * status[i]!)) / 80).toBeCloseTo(0.386265668662, 10);
  });

  it('are 0 for those and at least 1 for everybody else', () => {
    expect([...weights].every((w, i) => (status[i] === -1 ? w === 0 : w >= 1))).toBe(true);
    expect(status.includes(-1)).toBe(true);
  });
});

describe('weights at a horizon that practically nobody reaches', () => {
  const early: Survival = {
    time: Float64Array.from([1, 2, 3, 4, 5]),
    event: Uint8Array.from([1, 0, 2, 1, 0]),
  };

  it('are 0: events alone say nothing of it', () => {
    expect([...competingWeights(early, 6, ones(5))]).toEqual([0, 0, 0, 0, 0]);
    expect(sum(competingWeights(early, 5, ones(5)))).toBeCloseTo(5, 9);
  });

  it('are 0 in a sample in which nobody was drawn who reaches it', () => {
    expect(sum(competingWeights(early, 5, Float64Array.from([1, 1, 1, 1, 0])))).toBe(0);
  });

  it('are 0 where one in twenty is followed that long', () => {
    const time = Float64Array.from({ length: 20 }, (_, i) => i + 1);
    const lost: Survival = { time, event: new Uint8Array(20) };
    expect(sum(competingWeights(lost, 20, ones(20)))).toBe(0);
    expect(sum(competingWeights(lost, 17, ones(20)))).toBeCloseTo(20, 9);
  });
});

describe('C with competing events', () => {
  it.each<[string, number, Float64Array, number]>([
    ['at a horizon', 8, everyone, 0.732079727128],
    ['with case weights', 8, repeated, 0.727034965158],
    ['of all of the follow-up', 30, everyone, 0.680497403014],
  ])('%s agrees with counting every pair', (_, horizon, weights, expected) => {
    expect(competingConcordance(outcomes, score, horizon)(weights)).toBeCloseTo(expected, 10);
  });

  it('counts equal scores half', () => {
    const rounded = score.map((x) => Math.round(x * 10) / 10);
    expect(competingConcordance(outcomes, rounded, 8)(everyone)).toBeCloseTo(0.730379902945, 10);
  });

  it("is R's concordance with competing events at the end of time, where nobody is lost", () => {
    const whole = competing({ tied: false, censored: false });
    const c = competingConcordance(whole.outcomes, whole.score, Number.POSITIVE_INFINITY);
    expect(c(everyone)).toBeCloseTo(0.686046511628, 10);
  });

  it("is R's concordance with weights n/G2 where nothing competes", () => {
    const { outcomes: all, score: own } = competing({ tied: false, censored: true });
    const single = { ...all, event: all.event.map((e) => (e ? 1 : 0)) };
    expect(competingConcordance(single, own, 8)(everyone)).toBeCloseTo(0.61960269544, 10);
  });
});
