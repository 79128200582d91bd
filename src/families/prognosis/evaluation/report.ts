import { type Cohort, rowsWhere, stratumOf } from '../cohort.ts';
import { bootstrap } from '../statistics/bootstrap.ts';
import { type CalibrationGroup, calibrationGroups } from '../statistics/calibration.ts';
import { horizonSample } from '../statistics/censoring.ts';
import { metricsOn, type Outcomes, type Scored } from '../statistics/metrics.ts';
import { seededRandom } from '../statistics/random.ts';
import { type Estimates, estimatesOf, figuresOfParts, type Part } from './parts.ts';

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
    subgroupParts(variable, levels, people, outcomes, scored),
  );
  const comparators = [...options.comparators].map(([name, other]) =>
    comparatorPart(name, other, people, outcomes, scored),
  );
  const parts = [all, ...subgroups, ...comparators];
  const estimates = bootstrap(everyone.length, (weights) => figuresOfParts(parts, weights), {
    resamples: options.resamples,
    random: seededRandom(options.seed),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  });
  return {
    metrics: estimatesOf(all, estimates),
    subgroups: Object.fromEntries(
      [...people.groups.keys()].map((variable) => [variable, byLevel(variable, subgroups, estimates)]),
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
function subgroupParts(
  variable: string,
  levels: readonly string[],
  people: Cohort,
  outcomes: Outcomes,
  scored: Scored,
): Part[] {
  return [...new Set(levels)].sort().flatMap((level) => {
    const rows = rowsWhere(people, (i) => levels[i] === level);
    const deaths = rows.reduce((sum, i) => sum + outcomes.survival.event[i]!, 0);
    if (deaths < MIN_DEATHS) return [];
    return [{ name: `${variable}=${level}`, n: rows.length, figures: metricsOn(outcomes, scored, rows) }];
  });
}

const byLevel = (variable: string, parts: readonly Part[], estimates: Estimates) =>
  Object.fromEntries(
    parts
      .filter((part) => part.name.startsWith(`${variable}=`))
      .map((part) => [
        part.name.slice(variable.length + 1),
        { n: part.n, metrics: estimatesOf(part, estimates) },
      ]),
  );

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
