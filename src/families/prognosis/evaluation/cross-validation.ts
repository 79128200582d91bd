import { availableParallelism } from 'node:os';
import type { LoadedModel } from '../../../inference/registry.ts';
import type { Scored } from '../../../statistics/metrics.ts';
import { foldsOf, seededRandom } from '../../../statistics/random.ts';
import { type Cohort, rowsWhere, subset } from '../cohort.ts';
import { ageSexLearner, coxLearner } from '../learners/cox.ts';
import type { CohortLearner, Risks } from '../learners/learner.ts';
import { logisticLearner } from '../learners/logistic.ts';
import { randomForestLearner } from '../learners/random-forest.ts';
import type { Recipe } from '../training/recipe.ts';
import { trainingPeople } from '../training/train.ts';
import { horizonOf } from './evaluate.ts';
import { type Estimates, type Report, reportOn } from './report.ts';

interface Validation extends Report {
  readonly data: { readonly sha256: string; readonly n: number };
}

interface LearnerFigures {
  readonly name: string;
  readonly description: string;
  readonly metrics: Estimates;
}

/** What stands in `metrics.json`. */
export interface ModelMetrics {
  readonly model: string;
  readonly version: string;
  /** The learner with the best cross-validated C-index: the one that is served. */
  readonly chosen: string;
  readonly crossValidation: Validation;
  readonly temporalValidation: Validation;
  /** Every learner, on the same folds. */
  readonly learners: readonly LearnerFigures[];
}

export type Log = (line: string) => void;

const FOLDS = 5;
/** Refits behind the intervals whose coverage is measured. */
const REFITS = 100;
const RESAMPLES = 400;

/**
 * Compares the learners on people of the training data whom they did not see: in five folds by person, and the chosen
 * one on the last people to enter after learning from all before. Everything is estimated anew within each training
 * part.
 */
export async function crossValidate(
  { manifest }: LoadedModel,
  recipe: Recipe,
  { cohort, sha256 }: { readonly cohort: Cohort; readonly sha256: string },
  log: Log,
): Promise<ModelMetrics> {
  const people = trainingPeople(cohort, recipe, manifest);
  const fold = foldsOf(people.ids.length, FOLDS, seededRandom(recipe.seed));
  const setup: Setup = { recipe, log, ...horizonOf(manifest) };
  const risks = new Map<string, Risks>();
  for (const learner of learnersOf(recipe))
    risks.set(learner.name, await outOfFold(learner, people, fold, setup));
  const ranked = await rank(people, risks, recipe, setup);
  const [best] = ranked.toSorted((a, b) => b.metrics.cIndex!.value - a.metrics.cIndex!.value);
  const data = { sha256, n: people.ids.length };
  log(`report on ${best!.name}`);
  return {
    model: manifest.name,
    version: manifest.version,
    chosen: best!.name,
    crossValidation: { data, ...report(people, risks.get(best!.name)!, risks.get('ageSex')!, setup) },
    temporalValidation: await validateOnLatest(best!.name, people, sha256, setup),
    learners: ranked,
  };
}

interface Setup {
  readonly recipe: Recipe;
  readonly log: Log;
  readonly horizon: number;
  readonly suffix: string;
}

/** The place for further learners: each is one entry. */
const learnersOf = ({ specification, forest }: Recipe): readonly CohortLearner[] => [
  coxLearner(specification, REFITS),
  logisticLearner(specification),
  randomForestLearner(specification, { ...forest, workers: availableParallelism() }),
  ageSexLearner(specification),
];

async function outOfFold(
  learner: CohortLearner,
  people: Cohort,
  fold: Int32Array,
  { recipe, log }: Setup,
): Promise<Risks> {
  const n = people.ids.length;
  const risks = { risk: new Float64Array(n), low: new Float64Array(n), high: new Float64Array(n) };
  let hasIntervals = true;
  for (let f = 0; f < FOLDS; f++) {
    log(`${learner.name}: fold ${f + 1} of ${FOLDS}`);
    const fitted = await learner.fit(
      subset(
        people,
        rowsWhere(people, (i) => fold[i] !== f),
      ),
      { seed: recipe.seed + f },
    );
    const tested = rowsWhere(people, (i) => fold[i] === f);
    const { risk, low = risk, high = risk } = fitted.predict(subset(people, tested));
    hasIntervals &&= low !== risk;
    tested.forEach((row, k) => {
      risks.risk[row] = risk[k]!;
      risks.low[row] = low[k]!;
      risks.high[row] = high[k]!;
    });
  }
  return hasIntervals ? risks : { risk: risks.risk };
}

async function rank(
  people: Cohort,
  risks: ReadonlyMap<string, Risks>,
  recipe: Recipe,
  setup: Setup,
): Promise<LearnerFigures[]> {
  const bare = { ...people, groups: new Map([[people.entryGroup, people.groups.get(people.entryGroup)!]]) };
  return learnersOf(recipe).map(({ name, description }) => {
    setup.log(`figures of ${name}`);
    const { risk } = risks.get(name)!;
    const { metrics } = reportOn(
      bare,
      { score: risk, risk },
      { ...optionsOf(setup), comparators: new Map() },
    );
    return { name, description, metrics };
  });
}

const optionsOf = ({ horizon, suffix, recipe }: Setup) => ({
  horizon,
  suffix,
  resamples: RESAMPLES,
  seed: recipe.seed,
});

function report(people: Cohort, risks: Risks, { risk: ageSex }: Risks, setup: Setup): Report {
  const published = [...people.scores].map(([name, score]) => [name, { score }] as const);
  const comparators = new Map<string, Scored>([['ageSex', { score: ageSex, risk: ageSex }], ...published]);
  return reportOn(people, { score: risks.risk, ...risks }, { ...optionsOf(setup), comparators });
}

async function validateOnLatest(
  name: string,
  people: Cohort,
  sha256: string,
  setup: Setup,
): Promise<Validation> {
  const { recipe, log } = setup;
  const entered = people.groups.get(people.entryGroup)!;
  const isLate = (i: number) => recipe.latest.includes(entered[i]!);
  const early = subset(
    people,
    rowsWhere(people, (i) => !isLate(i)),
  );
  const late = subset(people, rowsWhere(people, isLate));
  log(`${name}: learning from those before ${recipe.latest.join(', ')}`);
  const predict = async (learner: string) => {
    const fitted = await learnersOf(recipe)
      .find((l) => l.name === learner)!
      .fit(early, { seed: recipe.seed });
    return fitted.predict(late);
  };
  const data = { sha256, n: late.ids.length };
  return { data, ...report(late, await predict(name), await predict('ageSex'), setup) };
}
