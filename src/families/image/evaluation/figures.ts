import { aurocAt, brierAt } from '../../../statistics/horizon.ts';

/** Pictures with an answer each: whether the finding is there, and the probability that was said. */
export interface Answers {
  /** 1: it is there. */
  readonly status: Int8Array;
  /** 0–1. */
  readonly probability: Float64Array;
}

/** Figures of a yes-or-no finding, by how often each picture counts; not a number where there is nothing to count. */
export type Figures = (weights: Float64Array) => Record<string, number>;

/** Bins of equal width for the expected calibration error (Guo et al. 2017, arXiv:1706.04599). */
const BINS = 10;

/**
 * Area under the ROC curve and Brier score; sensitivity, specificity and accuracy where everything from the operating
 * point on counts as found; and the expected calibration error: the mean distance between what is said and what is seen
 * in ten bins of the probability, by how many pictures are in each.
 *
 * @param operatingPoint probability 0–1
 */
export function figuresOf({ status, probability }: Answers, operatingPoint: number): Figures {
  const auroc = aurocAt(status, probability);
  return (weights) => {
    const { truePositive, falsePositive, positive, total } = countsOf(
      status,
      probability,
      operatingPoint,
      weights,
    );
    const negative = total - positive;
    return {
      auroc: auroc(weights),
      sensitivity: truePositive / positive,
      specificity: 1 - falsePositive / negative,
      accuracy: (truePositive + negative - falsePositive) / total,
      ece: calibrationError({ status, probability }, weights, total),
      brier: brierAt(status, probability, weights, total),
    };
  };
}

/** Of these, chance alone makes larger what is a sum of distances. */
export const isInflated = (name: string): boolean => name === 'ece';

function countsOf(status: Int8Array, probability: Float64Array, from: number, weights: Float64Array) {
  const counts = { truePositive: 0, falsePositive: 0, positive: 0, total: 0 };
  for (let i = 0; i < status.length; i++) {
    const weight = weights[i]!;
    const isFound = probability[i]! >= from;
    counts.total += weight;
    if (status[i] === 1) counts.positive += weight;
    if (isFound && status[i] === 1) counts.truePositive += weight;
    if (isFound && status[i] === 0) counts.falsePositive += weight;
  }
  return counts;
}

const binOf = (probability: number): number => Math.min(BINS - 1, Math.floor(probability * BINS));

function calibrationError({ status, probability }: Answers, weights: Float64Array, total: number): number {
  const excess = new Float64Array(BINS);
  for (let i = 0; i < status.length; i++)
    excess[binOf(probability[i]!)]! += weights[i]! * (status[i]! - probability[i]!);
  return excess.reduce((sum, x) => sum + Math.abs(x), 0) / total;
}

/** What was said and what was seen in each bin that has any picture. */
export function calibrationBins({ status, probability }: Answers) {
  const bins = Array.from({ length: BINS }, () => ({ n: 0, said: 0, seen: 0 }));
  probability.forEach((p, i) => {
    const bin = bins[binOf(p)]!;
    bin.n += 1;
    bin.said += p;
    bin.seen += status[i]!;
  });
  return bins
    .filter(({ n }) => n > 0)
    .map(({ n, said, seen }) => ({ predicted: said / n, observed: seen / n, n }));
}
