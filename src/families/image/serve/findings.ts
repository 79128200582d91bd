import type { ImageFinding, ImageSettings } from '../../../inference/image-manifest.ts';
import type { Interval } from '../../../inference/prediction.ts';

type Labels = readonly string[];
type Sides = Pick<ImageFinding, 'of' | 'against'>;
type Calibration = ImageFinding['calibration'];

/** What is said of one finding of a picture. */
export interface Estimate {
  readonly id: string;
  /** In logits, before calibration. */
  readonly margin: number;
  /** 0–1, calibrated; of a finding within another, of both together. */
  readonly probability: number;
  /** From the uncertainty of the calibration; absent where a finding, or one that it is within, has none. */
  readonly interval?: Interval;
}

const LEVEL = 0.95;
/** Of the normal distribution, for the level. */
const QUANTILE = 1.959964;

/** The margin of a finding: the logarithm of the odds of its labels against the others, as the network has them. */
export function marginOf(logits: ArrayLike<number>, labels: Labels, { of, against }: Sides): number {
  const margin = logSumExp(logits, placesOf(labels, of));
  return against.length === 0 ? margin : margin - logSumExp(logits, placesOf(labels, against));
}

/** By how much the margin grows with each logit, in the order of the labels. */
export function marginGradient(
  logits: ArrayLike<number>,
  labels: Labels,
  { of, against }: Sides,
): Float64Array {
  const gradient = new Float64Array(labels.length);
  for (const [side, sign] of [
    [of, 1],
    [against, -1],
  ] as const) {
    const places = placesOf(labels, side);
    const total = logSumExp(logits, places);
    for (const place of places) gradient[place]! += sign * Math.exp(logits[place]! - total);
  }
  return gradient;
}

const placesOf = (labels: Labels, side: Labels): number[] => side.map((label) => labels.indexOf(label));

function logSumExp(logits: ArrayLike<number>, places: readonly number[]): number {
  const most = Math.max(...places.map((place) => logits[place]!));
  return most + Math.log(places.reduce((sum, place) => sum + Math.exp(logits[place]! - most), 0));
}

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** The logarithm of the odds of a probability, and its variance where that is known. */
export interface Odds {
  readonly logit: number;
  readonly variance?: number;
}

/** From a margin to odds as they are on pictures with known answers. */
export function calibrated(margin: number, { slope, intercept, covariance }: Calibration): Odds {
  const logit = slope * margin + intercept;
  if (!covariance) return { logit };
  const variance = covariance.slope * margin ** 2 + 2 * covariance.both * margin + covariance.intercept;
  return { logit, variance: Math.max(0, variance) };
}

/** What the logits of one picture say of every finding of a manifest, in its order. */
export function estimatesOf(
  logits: ArrayLike<number>,
  { labels, findings }: Pick<ImageSettings, 'labels' | 'findings'>,
): readonly Estimate[] {
  const known = new Map<string, Odds>();
  return findings.map((finding) => {
    const margin = marginOf(logits, labels, finding);
    const own = calibrated(margin, finding.calibration);
    const whole = known.get(finding.within ?? '');
    const odds = whole ? productOf(own, whole) : own;
    known.set(finding.id, odds);
    return { id: finding.id, margin, probability: logistic(odds.logit), ...intervalOf(odds) };
  });
}

/**
 * The odds of a part of another probability. By the delta method d log p / d logit p = 1 − p; the variances of the
 * logarithms of the factors add up, for they were calibrated apart: one on all pictures, one on those with the first
 * finding.
 */
function productOf(own: Odds, whole: Odds): Odds {
  const logProbability = -softplus(-own.logit) - softplus(-whole.logit);
  const complement = -Math.expm1(logProbability);
  const logit = logProbability - Math.log(complement);
  if (own.variance === undefined || whole.variance === undefined || complement === 0) return { logit };
  const variance = logistic(-own.logit) ** 2 * own.variance + logistic(-whole.logit) ** 2 * whole.variance;
  return { logit, variance: variance / complement ** 2 };
}

/** log(1 + exp x) without overflow. */
const softplus = (x: number): number => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));

/** On the scale of the logit, so that it stays between 0 and 1. */
function intervalOf({ logit, variance }: Odds): { interval?: Interval } {
  if (variance === undefined) return {};
  const reach = QUANTILE * Math.sqrt(variance);
  return { interval: { low: logistic(logit - reach), high: logistic(logit + reach), level: LEVEL } };
}
