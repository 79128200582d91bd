import type { ImageFinding } from '../../../inference/image-manifest.ts';
import { recalibration } from '../../../statistics/calibration.ts';
import { quantile } from '../../../statistics/order.ts';
import { bootstrapCounts, seededRandom } from '../../../statistics/random.ts';
import { calibrated, logistic, marginOf } from '../serve/findings.ts';
import type { Logits } from './scores.ts';

/** Pictures whose label is known, with what the network makes of them. */
export interface Validation {
  readonly logits: Logits;
  /** Of each picture. */
  readonly labels: readonly string[];
  readonly patients: readonly string[];
}

type Calibration = ImageFinding['calibration'];

const RESAMPLES = 200;
const DECIMALS = 6;

/**
 * Platt's calibration of a finding (Platt 1999, "Probabilistic outputs for support vector machines") on pictures of
 * either side, and the covariance of its two numbers in bootstrap samples of the patients.
 *
 * @param names of the network's outputs
 */
export function calibrationOf(
  finding: Pick<ImageFinding, 'of' | 'against'>,
  names: readonly string[],
  { logits, labels, patients }: Validation,
  seed: number,
): Calibration {
  const rows = labels.flatMap((label, i) => (sideOf(finding, label) === undefined ? [] : [i]));
  const status = Int8Array.from(rows, (i) => sideOf(finding, labels[i]!)!);
  const margins = Float64Array.from(rows, (i) => marginOf(logits[i]!, names, finding));
  const people = [...new Set(rows.map((i) => patients[i]!))];
  const position = new Map(people.map((patient, p) => [patient, p]));
  const fitted = (counts: Float64Array) =>
    recalibration(
      status,
      margins,
      Float64Array.from(rows, (i) => counts[position.get(patients[i]!)!]!),
    );
  const { slope, intercept } = fitted(new Float64Array(people.length).fill(1));
  const random = seededRandom(seed);
  const draws = Array.from({ length: RESAMPLES }, () => fitted(bootstrapCounts(people.length, random)));
  return { slope: rounded(slope), intercept: rounded(intercept), covariance: covarianceOf(draws) };
}

/** 1 and 0 for the sides of a finding; undefined for a label of neither. */
export function sideOf(
  { of, against }: Pick<ImageFinding, 'of' | 'against'>,
  label: string,
): 0 | 1 | undefined {
  if (of.includes(label)) return 1;
  return against.length === 0 || against.includes(label) ? 0 : undefined;
}

function covarianceOf(draws: readonly { slope: number; intercept: number }[]) {
  const mean = (of: (draw: { slope: number; intercept: number }) => number) =>
    draws.reduce((sum, draw) => sum + of(draw), 0) / draws.length;
  const [slope, intercept] = [mean((d) => d.slope), mean((d) => d.intercept)];
  return {
    slope: rounded(mean((d) => (d.slope - slope) ** 2)),
    both: rounded(mean((d) => (d.slope - slope) * (d.intercept - intercept))),
    intercept: rounded(mean((d) => (d.intercept - intercept) ** 2)),
  };
}

/** The highest probability from which on the wanted share of the pictures with the finding is found. */
export function operatingPointFor(
  sensitivity: number,
  finding: ImageFinding,
  names: readonly string[],
  { logits, labels }: Validation,
): number {
  const found = logits
    .filter((_, i) => sideOf(finding, labels[i]!) === 1)
    .map((row) => logistic(calibrated(marginOf(row, names, finding), finding.calibration).logit));
  const sorted = Float64Array.from(found).sort();
  return rounded(quantile(sorted, 1 - sensitivity));
}

const rounded = (x: number): number => Number(x.toFixed(DECIMALS));
