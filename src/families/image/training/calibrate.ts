import type { ImageFinding } from '../../../inference/image-manifest.ts';
import { recalibration } from '../../../statistics/calibration.ts';
import { quantile } from '../../../statistics/order.ts';
import { bootstrapCounts, seededRandom } from '../../../statistics/random.ts';
import { patientsOf } from '../evaluation/patients.ts';
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
 * Platt's calibration of a finding on pictures of either side, and the covariance of its two numbers in bootstrap samples
 * of the patients. As he proposes, each picture counts a little for the other side: the sides may be apart without any
 * overlap, and the slope would have no end (Platt 1999, "Probabilistic outputs for support vector machines").
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
  const sides = rows.map((i) => sideOf(finding, labels[i]!)!);
  const margins = rows.map((i) => marginOf(logits[i]!, names, finding));
  const people = patientsOf(rows.map((i) => patients[i]!));
  const fitted = (counts: Float64Array) => platt(sides, margins, people.spread(counts));
  const { slope, intercept } = fitted(new Float64Array(people.count).fill(1));
  const random = seededRandom(seed);
  const draws = Array.from({ length: RESAMPLES }, () => fitted(bootstrapCounts(people.count, random))).filter(
    // Of sides that hardly overlap, a resample may have no fit.
    (draw) => Number.isFinite(draw.slope) && Number.isFinite(draw.intercept),
  );
  return { slope: rounded(slope), intercept: rounded(intercept), covariance: covarianceOf(draws) };
}

function platt(sides: readonly (0 | 1)[], margins: readonly number[], weights: Float64Array) {
  const total = (side: 0 | 1) =>
    sides.reduce<number>((sum, s, i) => (s === side ? sum + weights[i]! : sum), 0);
  const own = [(total(0) + 1) / (total(0) + 2), (total(1) + 1) / (total(1) + 2)] as const;
  return recalibration(
    Int8Array.from([...sides, ...sides.map((side) => 1 - side)]),
    Float64Array.from([...margins, ...margins]),
    Float64Array.from([
      ...weights.map((weight, i) => weight * own[sides[i]!]),
      ...weights.map((weight, i) => weight * (1 - own[sides[i]!])),
    ]),
  );
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

/** A probability from which on the wanted share of the pictures with the finding is found, to within one of them: it lies between two. */
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
