import type { LoadedModel } from '../../../../inference/registry.ts';
import { bootstrap, type Estimate } from '../../../../statistics/bootstrap.ts';
import { quantile } from '../../../../statistics/order.ts';
import { seededRandom } from '../../../../statistics/random.ts';
import type { TableLearner } from '../../learners/table.ts';
import { crossFitted, crossFittedWidening } from '../../training/cross-fit.ts';
import type { TabularData, TabularRecipe } from '../../training/tabular.ts';
import type { Task } from '../../training/task.ts';
import {
  blendOutOfFold,
  decisionOf,
  type MarginsOf,
  marginCache,
  type Surroundings,
  type Workbench,
  workbench,
} from '../../training/train-tabular.ts';
import { distanceOf } from '../../training/training-space.ts';
import { type Estimates, isInflated } from '../parts.ts';
import { resamplesFor } from './evaluate.ts';
import { outcomeFigures } from './outcome-figures.ts';
import { type Answered, scoresOf, type TabularReport, tabularReport } from './report.ts';
import { scoredRows } from './scored-rows.ts';

interface LearnerFigures {
  readonly name: string;
  readonly description: string;
  readonly metrics: Estimates;
}

/** How the model does far from most of the training people. */
interface Applicability {
  /** Of the distances, as shares of the limit beyond which the model abstains. */
  readonly median: number;
  readonly farthestTenthFrom: number;
  /** Figures of the primary outcome in the most unusual tenth. */
  readonly farthestTenth: Estimates;
}

/** What stands in `metrics.json` of a model of the runtime `blend`. */
export interface TabularMetrics {
  readonly model: string;
  readonly version: string;
  readonly chosen: string;
  readonly crossValidation: TabularReport & {
    readonly data: { readonly sha256: string; readonly n: number };
  };
  readonly applicability?: Applicability;
  /** Every learner on the same folds, for the primary outcome. */
  readonly learners: readonly LearnerFigures[];
}

/** Measures the blend, its members and the other candidates on people whom they did not learn from, in five folds. */
export async function crossValidateTabular(
  { manifest }: LoadedModel,
  recipe: TabularRecipe,
  data: TabularData,
  surroundings: Surroundings,
): Promise<TabularMetrics> {
  const bench = workbench(data, recipe, manifest, surroundings);
  const marginsOf = marginCache(bench);
  const answers: Answered[] = [];
  for (const task of bench.tasks) answers.push(await blendAnswer(task, bench, marginsOf));
  const learners = await learnerFigures(bench, marginsOf, answers[0]!);
  surroundings.log('report on the blend');
  const report = tabularReport(scoredRows(data, bench.rows, answers), {
    resamples: resamplesFor(bench.rows.length),
    seed: recipe.seed,
  });
  const applicability = applicabilityOf(bench, recipe, answers[0]!);
  return {
    model: manifest.name,
    version: manifest.version,
    chosen: learners[0]!.name,
    crossValidation: { data: { sha256: data.sha256, n: bench.rows.length }, ...report },
    ...(applicability ? { applicability } : {}),
    learners,
  };
}

async function blendAnswer(task: Task, { fold }: Workbench, marginsOf: MarginsOf): Promise<Answered> {
  const margins = await blendOutOfFold(task, marginsOf);
  const widening = crossFittedWidening(task, crossFitted(task, margins, fold), fold);
  const spread = margins.spread.map((s, i) => s * widening[fold[i]!]!);
  const intervals = crossFitted(task, { margin: margins.margin, spread }, fold);
  return {
    recipe: task.recipe,
    outcome: task.outcome,
    ...intervals,
    score: margins.margin,
    decision: decisionOf(task, intervals.risk),
  };
}

/** The served blend first, then its members and the candidates, on the primary outcome. */
async function learnerFigures(
  bench: Workbench,
  marginsOf: MarginsOf,
  served: Answered,
): Promise<LearnerFigures[]> {
  const task = bench.tasks[0]!;
  const { members, candidates } = task.recipe;
  const others = [...new Set([...members.map((m) => m.learner), ...candidates])];
  const rows = members.length > 1 ? [figuresOf(blendOf(members), served, bench)] : [];
  for (const learner of others) {
    if (!learner.supports.includes(task.mode === 'survival' ? 'survival' : 'binary')) continue;
    const margins = await marginsOf(learner, task);
    const { risk } = crossFitted(task, margins, bench.fold);
    const answer = { ...served, risk, score: margins.margin, decision: decisionOf(task, risk) };
    rows.push(figuresOf(learner, answer, bench));
  }
  return rows;
}

const blendOf = (members: readonly { readonly learner: TableLearner; readonly share: number }[]) => ({
  name: 'blend',
  description: members.map(({ learner, share }) => `${share} × ${learner.name}`).join(' + '),
});

function figuresOf(
  { name, description }: Pick<TableLearner, 'name' | 'description'>,
  answer: Answered,
  { rows, options }: Workbench,
): LearnerFigures {
  options.log(`figures of ${name}`);
  const all = Int32Array.from(rows, (_, i) => i);
  return {
    name,
    description,
    metrics: estimates(
      outcomeFigures(answer.outcome, answer.recipe, scoresOf(answer), all),
      rows.length,
      options.seed,
    ),
  };
}

const estimates = (
  figures: (weights: Float64Array) => Record<string, number>,
  n: number,
  seed: number,
): Record<string, Estimate> =>
  bootstrap(n, figures, { resamples: resamplesFor(n), random: seededRandom(seed), isInflated });

const FARTHEST = 0.9;

function applicabilityOf(
  { table, options }: Workbench,
  { features }: TabularRecipe,
  answer: Answered,
): Applicability | undefined {
  const ofRows = distanceOf(table, features)?.ofRows;
  if (!ofRows) return undefined;
  const sorted = Float64Array.from(ofRows).sort();
  const from = quantile(sorted, FARTHEST);
  const far = Int32Array.from([...ofRows.keys()].filter((i) => ofRows[i]! >= from));
  const figures = outcomeFigures(answer.outcome, answer.recipe, scoresOf(answer), far);
  return {
    median: quantile(sorted, 0.5),
    farthestTenthFrom: from,
    farthestTenth: estimates(figures, table.rows, options.seed),
  };
}
