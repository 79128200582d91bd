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
  const estimate = (figures: Figures, counted: Float64Array) =>
    estimatesOf(figures, counted, measured.patients);
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
function estimatesOf(figures: Figures, counted: Float64Array, patients: readonly string[]): Estimates {
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
  return Object.fromEntries(Object.entries(estimates).filter(([, { value }]) => Number.isFinite(value)));
}

const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
