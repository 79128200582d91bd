import { shareOf } from '../../../kernel/wilson.ts';
import { bootstrap, type Estimate } from '../../../statistics/bootstrap.ts';
import { seededRandom } from '../../../statistics/random.ts';
import { type Answers, calibrationBins, type Figures, figuresOf, isInflated } from './figures.ts';
import { patientsOf } from './patients.ts';

export type Estimates = Readonly<Record<string, Estimate>>;

export interface Group {
  readonly n: number;
  readonly metrics: Estimates;
}

export interface Report {
  readonly metrics: Estimates;
  readonly subgroups: Readonly<Record<string, Readonly<Record<string, Group>>>>;
  readonly comparators: Readonly<Record<string, Group>>;
  readonly calibration: readonly {
    readonly predicted: number;
    readonly observed: number;
    readonly n: number;
  }[];
}

/** What is measured: rows are pictures. */
export interface Measured extends Answers {
  /** Whose picture each is: pictures of one patient are drawn together. */
  readonly patients: readonly string[];
  /** From this probability on, the finding counts as there. */
  readonly operatingPoint: number;
  /** Further figures of all pictures, by their names. */
  readonly further: Readonly<Record<string, (weights: Float64Array) => number>>;
  /** Variable → level of each picture. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** What else could have answered → its probabilities and its operating point. */
  readonly others: Readonly<
    Record<string, { readonly probability: Float64Array; readonly operatingPoint: number }>
  >;
}

const RESAMPLES = 1_000;
const SEED = 20_261_125;

/** Every figure with a 95% interval from a bootstrap by patient, in all, by subgroup and of what it is compared with. */
export function reportOn(measured: Measured): Report {
  const { status, probability, operatingPoint, others, further, groups } = measured;
  const all = figuresOf({ status, probability }, operatingPoint);
  const withFurther: Figures = (weights) => ({
    ...all(weights),
    ...Object.fromEntries(Object.entries(further).map(([name, figure]) => [name, figure(weights)])),
  });
  const everybody = new Float64Array(status.length).fill(1);
  const estimate = (figures: Figures, counted: Float64Array) => estimatesOf(figures, counted, measured);
  const levelsOf = (levels: readonly string[]) =>
    Object.fromEntries(
      [...new Set(levels)].sort().map((level) => {
        const counted = Float64Array.from(levels, (l) => (l === level ? 1 : 0));
        return [level, { n: sum(counted), metrics: estimate(all, counted) }];
      }),
    );
  return {
    metrics: estimate(withFurther, everybody),
    subgroups: Object.fromEntries(Object.entries(groups).map(([name, levels]) => [name, levelsOf(levels)])),
    comparators: Object.fromEntries(
      Object.entries(others).map(([name, other]) => [
        name,
        {
          n: status.length,
          metrics: estimate(figuresOf({ status, ...other }, other.operatingPoint), everybody),
        },
      ]),
    ),
    calibration: calibrationBins({ status, probability }),
  };
}

/** Figures that cannot be told from these pictures (one class alone has no ROC curve) are left out. */
function estimatesOf(
  figures: Figures,
  counted: Float64Array,
  { status, patients }: Pick<Measured, 'status' | 'patients'>,
): Estimates {
  const rows = [...counted.keys()].filter((i) => counted[i]! > 0);
  const people = patientsOf(rows.map((i) => patients[i]!));
  const weighted = (drawn: Float64Array) => {
    const weights = new Float64Array(counted.length);
    people.spread(drawn).forEach((times, k) => {
      weights[rows[k]!] = counted[rows[k]!]! * times;
    });
    return figures(weights);
  };
  const options = { resamples: RESAMPLES, random: seededRandom(SEED), isInflated };
  const estimates = bootstrap(people.count, weighted, options);
  const patientsWith = (isOf: (of: number) => boolean) =>
    new Set(rows.filter((i) => isOf(status[i]!)).map((i) => patients[i])).size;
  return Object.fromEntries(
    Object.entries(estimates)
      .filter(([, { value }]) => Number.isFinite(value))
      .map(([name, found]) => [name, withWidth(found, PROPORTION_OF[name], patientsWith)]),
  );
}

/** Whose pictures count in a proportion: those with the finding, without it, or all. */
const PROPORTION_OF: Readonly<Record<string, (status: number) => boolean>> = {
  sensitivity: (status) => status === 1,
  specificity: (status) => status === 0,
  accuracy: () => true,
};

/** Of all or none, every resample is the same: the score interval of as many patients says how little that may be. */
function withWidth(
  found: Estimate,
  isOf: ((status: number) => boolean) | undefined,
  patientsWith: (isOf: (status: number) => boolean) => number,
): Estimate {
  const { value } = found;
  if (!isOf || (value !== 0 && value !== 1)) return found;
  const patients = patientsWith(isOf);
  return shareOf(value * patients, patients) ?? found;
}

const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
