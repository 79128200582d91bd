import { bootstrap } from '../../../statistics/bootstrap.ts';
import { type CalibrationGroup, calibrationGroups } from '../../../statistics/calibration.ts';
import { censoringWeights, horizonSample } from '../../../statistics/censoring.ts';
import { metricsOn, type Outcomes, type Scored } from '../../../statistics/metrics.ts';
import { seededRandom } from '../../../statistics/random.ts';
import { survivalAt } from '../../../statistics/survival.ts';
import { type Cohort, rowsWhere, stratumOf } from '../cohort.ts';
import { type Estimates, estimatesOf, figuresOfParts, type Part } from './parts.ts';
import { coverage } from './tabular/coverage.ts';

export type { Estimates } from './parts.ts';

/** What `kairos evaluate --json` prints of a set of people. */
export interface Report {
  readonly metrics: Estimates;
  readonly subgroups: Readonly<
    Record<string, Readonly<Record<string, { readonly n: number; readonly metrics: Estimates }>>>
  >;
  /** Other scores on the people who have them; `...Difference` is the model minus the other on the same people. */
  readonly comparators: Readonly<Record<string, { readonly n: number; readonly metrics: Estimates }>>;
  readonly calibration: readonly CalibrationGroup[];
}

export interface ReportOptions {
  /** In the unit of follow-up. */
  readonly horizon: number;
  /** Suffix of metrics at the horizon: `5y`. */
  readonly suffix: string;
  readonly comparators: ReadonlyMap<string, Scored>;
  readonly resamples: number;
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
}

/** Fewer deaths than this say nothing about a subgroup that its interval would not say better. */
const MIN_DEATHS = 10;

/** Every figure with its 95% interval: one bootstrap by person drives model, subgroups and comparators together. */
export function reportOn(people: Cohort, scored: Scored, options: ReportOptions): Report {
  const { survival } = people;
  const outcomes: Outcomes = {
    survival,
    stratum: stratumOf(people),
    horizon: options.horizon,
    suffix: options.suffix,
  };
  const everyone = Int32Array.from(people.ids.keys());
  const all = { name: 'all', n: everyone.length, figures: metricsOn(outcomes, scored, everyone) };
  const subgroups = [...people.groups].flatMap(([variable, levels]) =>
    subgroupsOf(variable, levels, people, outcomes, scored),
  );
  const comparators = [...options.comparators].map(([name, other]) =>
    comparatorPart(name, other, people, outcomes, scored),
  );
  const parts = [all, ...subgroups.map(({ part }) => part), ...comparators];
  const estimates = bootstrap(everyone.length, (weights) => figuresOfParts(parts, weights), {
    resamples: options.resamples,
    random: seededRandom(options.seed),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  });
  return {
    metrics: { ...estimatesOf(all, estimates), ...coverageOf(outcomes, scored, everyone) },
    subgroups: Object.fromEntries(
      [...people.groups.keys()].map((variable) => [
        variable,
        Object.fromEntries(
          subgroups.flatMap(({ variable: own, level, rows, part }) => {
            if (own !== variable) return [];
            const figures = { ...estimatesOf(part, estimates), ...coverageOf(outcomes, scored, rows) };
            return [[level, { n: part.n, metrics: figures }]];
          }),
        ),
      ]),
    ),
    comparators: Object.fromEntries(
      comparators.map((part) => [
        part.name.slice(VERSUS.length),
        { n: part.n, metrics: estimatesOf(part, estimates) },
      ]),
    ),
    calibration: calibrationOf(outcomes, scored),
  };
}

const VERSUS = 'versus ';

/** One level of a variable: the people who have it, and their figures. */
interface Subgroup {
  readonly variable: string;
  readonly level: string;
  readonly rows: Int32Array;
  readonly part: Part;
}

function subgroupsOf(
  variable: string,
  levels: readonly string[],
  people: Cohort,
  outcomes: Outcomes,
  scored: Scored,
): Subgroup[] {
  return [...new Set(levels)].sort().flatMap((level) => {
    const rows = rowsWhere(people, (i) => levels[i] === level);
    const deaths = rows.reduce((sum, i) => sum + outcomes.survival.event[i]!, 0);
    if (deaths < MIN_DEATHS) return [];
    const part = { name: `${variable}=${level}`, n: rows.length, figures: metricsOn(outcomes, scored, rows) };
    return [{ variable, level, rows, part }];
  });
}

/** Of the intervals at the horizon, where the predictions have some and there are enough people. */
function coverageOf(
  { survival, stratum, horizon, suffix }: Outcomes,
  scored: Scored,
  rows: Int32Array,
): Estimates {
  const { risk, low, high } = scored;
  if (!risk || !low || !high) return {};
  const ownStratum = rows.map((i) => stratum[i]!);
  const sample = horizonSample(survivalAt(survival, rows), ownStratum, horizon);
  const known = sample.rows.map((k) => rows[k]!);
  const weights = censoringWeights(sample, new Float64Array(known.length).fill(1));
  const of = (values: Float64Array) => Float64Array.from(known, (i) => values[i]!);
  const found = coverage({ risk: of(risk), low: of(low), high: of(high) }, sample.status, weights);
  return found ? { [`coverage_${suffix}`]: found } : {};
}

/** On the people who have the other score, where the model is measured again. */
function comparatorPart(
  name: string,
  other: Scored,
  people: Cohort,
  outcomes: Outcomes,
  scored: Scored,
): Part {
  const rows = rowsWhere(people, (i) => Number.isFinite(other.score[i]!));
  const theirs = metricsOn(outcomes, other, rows);
  const ours = metricsOn(outcomes, scored, rows);
  const discrimination = ['cIndex', `auroc_${outcomes.suffix}`];
  return {
    name: `${VERSUS}${name}`,
    n: rows.length,
    figures: (weights) => {
      const own = ours(weights);
      const their = theirs(weights);
      const differences = discrimination.map((m) => [
        `${m}Difference`,
        (own[m] ?? Number.NaN) - (their[m] ?? Number.NaN),
      ]);
      return { ...their, ...Object.fromEntries(differences) };
    },
  };
}

function calibrationOf(outcomes: Outcomes, { risk }: Scored): CalibrationGroup[] {
  if (!risk) return [];
  const sample = horizonSample(outcomes.survival, outcomes.stratum, outcomes.horizon);
  return calibrationGroups(
    sample,
    Float64Array.from(sample.rows, (i) => risk[i]!),
  );
}
