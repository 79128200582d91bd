import { bootstrap, type Estimate } from '../../../../statistics/bootstrap.ts';
import type { CalibrationGroup } from '../../../../statistics/calibration.ts';
import type { Metrics } from '../../../../statistics/metrics.ts';
import { seededRandom } from '../../../../statistics/random.ts';
import type { Comparator, Outcome, OutcomeRecipe } from '../../training/tabular.ts';
import { statusOf, statusWeights } from '../../training/task.ts';
import { type Estimates, estimatesOf, figuresOfParts, isInflated, type Part } from '../parts.ts';
import type { Report } from '../report.ts';
import { coverage, type Intervals } from './coverage.ts';
import { calibrationTable, decisionCurve, type NetBenefit } from './curves.ts';
import { outcomeFigures, type Scores } from './outcome-figures.ts';

/** One outcome of the model on the rows of a report, with what the model said. */
export interface Answered extends Partial<Intervals> {
  readonly recipe: OutcomeRecipe;
  readonly outcome: Outcome;
  readonly risk: Float64Array;
  /**
   * What orders people, where it is not the risk: in cross-validation the margin, of which the served risk is an
   * increasing function. Risks of folds that were calibrated apart would be compared instead.
   */
  readonly score?: Float64Array;
  readonly decision?: number;
}

/** Rows of a report: people scored by the model. */
export interface Scored {
  readonly patients: readonly string[];
  readonly answers: readonly Answered[];
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly comparators: ReadonlyMap<string, Comparator>;
}

export interface TabularReport extends Report {
  readonly decisionCurve: readonly NetBenefit[];
  /** Of the further outcomes, by id. */
  readonly calibrations?: Readonly<Record<string, readonly CalibrationGroup[]>>;
}

export interface TabularReportOptions {
  readonly resamples: number;
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
}

/** Fewer events than this say nothing about a subgroup that its interval would not say better. */
const MIN_EVENTS = 10;

/** Every figure with its 95% interval; one bootstrap by patient drives outcomes, subgroups and comparators together. */
export function tabularReport(scored: Scored, options: TabularReportOptions): TabularReport {
  const everyone = Int32Array.from(scored.patients.keys());
  const all = partOf('all', scored.answers, everyone);
  const subgroups = [...scored.groups].map(([variable, levels]) => ({
    variable,
    parts: subgroupParts(variable, levels, scored.answers),
  }));
  const versus = [...scored.comparators].flatMap(([name, c]) => comparatorPart(name, c, scored.answers));
  const parts = [all, ...subgroups.flatMap((s) => s.parts.map((p) => p.part)), ...versus.map((v) => v.part)];
  const estimates = byPatient(scored.patients, parts, options);
  const [primary, ...further] = scored.answers;
  return {
    metrics: {
      ...estimatesOf(all, estimates),
      ...coverages(scored.answers, everyone),
      ...coverages(scored.answers.map(withoutWidth), everyone, 'coverageZeroWidth'),
    },
    subgroups: Object.fromEntries(
      subgroups.map(({ variable, parts: levels }) => [
        variable,
        Object.fromEntries(
          levels.map(({ level, rows, part }) => [
            level,
            {
              n: part.n,
              metrics: { ...estimatesOf(part, estimates), ...coverages(scored.answers, rows) },
            },
          ]),
        ),
      ]),
    ),
    comparators: Object.fromEntries(
      versus.map(({ name, part }) => [name, { n: part.n, metrics: estimatesOf(part, estimates) }]),
    ),
    calibration: calibrationTable(primary!),
    ...(further.length > 0
      ? { calibrations: Object.fromEntries(further.map((a) => [a.recipe.answers, calibrationTable(a)])) }
      : {}),
    decisionCurve: decisionCurve(primary!),
  };
}

/** Draws patients, each with all their rows. */
function byPatient(
  patients: readonly string[],
  parts: readonly Part[],
  { resamples, seed, onProgress }: TabularReportOptions,
): Record<string, Estimate> {
  const numbers = new Map([...new Set(patients)].map((id, i) => [id, i]));
  const owner = Int32Array.from(patients, (id) => numbers.get(id)!);
  const statistics = (drawn: Float64Array) =>
    figuresOfParts(
      parts,
      Float64Array.from(owner, (p) => drawn[p]!),
    );
  return bootstrap(numbers.size, statistics, {
    resamples,
    random: seededRandom(seed),
    isInflated,
    ...(onProgress ? { onProgress } : {}),
  });
}

export const scoresOf = ({ risk, score = risk, decision }: Answered): Scores => ({
  score,
  risk,
  ...(decision === undefined ? {} : { decision }),
});

function partOf(name: string, answers: readonly Answered[], rows: Int32Array): Part {
  const figures = answers.map((answer) =>
    outcomeFigures(answer.outcome, answer.recipe, scoresOf(answer), rows),
  );
  return {
    name,
    n: rows.length,
    figures: (weights) => Object.assign({}, ...figures.map((f) => f(weights)).toReversed()),
  };
}

function subgroupParts(variable: string, levels: readonly string[], answers: readonly Answered[]) {
  return [...new Set(levels)].sort().flatMap((level) => {
    const rows = Int32Array.from([...levels.keys()].filter((i) => levels[i] === level));
    if (eventsIn(answers[0]!, rows) < MIN_EVENTS) return [];
    return [{ level, rows, part: partOf(`${variable}=${level}`, answers, rows) }];
  });
}

function eventsIn({ outcome, recipe }: Answered, rows: Int32Array): number {
  const status = statusOf(outcome, recipe);
  return rows.reduce((sum, i) => sum + (status[i] === 1 ? 1 : 0), 0);
}

/** What chance alone would cover: the coverage of a good risk that claims to be certain. */
const withoutWidth = (answer: Answered): Answered =>
  answer.low ? { ...answer, low: answer.risk, high: answer.risk } : answer;

function coverages(answers: readonly Answered[], rows: Int32Array, name = 'coverage'): Estimates {
  return Object.fromEntries(
    answers.flatMap(({ recipe, outcome, risk, low, high }) => {
      if (!low || !high) return [];
      const counts = new Float64Array(risk.length);
      for (const i of rows) counts[i] = 1;
      const known = statusWeights(outcome, recipe, counts);
      const found = coverage({ risk, low, high }, statusOf(outcome, recipe), known);
      return found ? [[recipe.suffix ? `${name}_${recipe.suffix}` : name, found]] : [];
    }),
  );
}

/** On the rows that have the other score, where the model is measured again; differences are paired. */
function comparatorPart(name: string, comparator: Comparator, answers: readonly Answered[]) {
  const mine = answers.filter((a) => a.recipe.outcome === comparator.outcome);
  const answer =
    mine.find((a) => comparator.months === undefined || a.recipe.months === comparator.months) ?? mine[0];
  if (!answer) return [];
  const { values, isRisk } = comparator;
  const rows = Int32Array.from([...values.keys()].filter((i) => Number.isFinite(values[i]!)));
  if (eventsIn(answer, rows) < MIN_EVENTS) return [];
  const theirs: Scores = isRisk ? { score: values, risk: values } : { score: values };
  const their = outcomeFigures(answer.outcome, answer.recipe, theirs, rows);
  const our = partOf('', [answer], rows).figures;
  const figures = (weights: Float64Array): Metrics => {
    const found = their(weights);
    return { ...found, ...differences(our(weights), found) };
  };
  return [{ name, part: { name: `versus ${name}`, n: rows.length, figures } }];
}

/** The model less the other, for the figures of discrimination and the Brier score. */
const differences = (ours: Metrics, theirs: Metrics): Metrics =>
  Object.fromEntries(
    Object.keys(theirs)
      .filter((metric) => /^(cIndex|auroc|auprc|brier)/.test(metric))
      .map((metric) => [`${metric}Difference`, (ours[metric] ?? Number.NaN) - theirs[metric]!]),
  );
