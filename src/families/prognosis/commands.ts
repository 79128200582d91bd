import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LoadedModel } from '../../inference/registry.ts';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { crossValidate, type Log, type ModelMetrics } from './evaluation/cross-validation.ts';
import { type Evaluation, evaluateModel } from './evaluation/evaluate.ts';
import type { Recipe } from './training/recipe.ts';
import { fitWeights, trainingPeople, writeArtifacts } from './training/train.ts';

export { predict } from './predict.ts';

/** Where a command works, and whom it tells. */
export interface Job {
  readonly model: LoadedModel;
  /** File or folder in the data set's own format. */
  readonly data: string;
  readonly log: Log;
}

/** `models/<name>/train.ts` is code of the model: its recipe, and how its data set is read. */
async function recipeOf({ directory }: LoadedModel): Promise<Recipe> {
  const module = (await import(pathToFileURL(join(directory, 'train.ts')).href)) as {
    readonly recipe: Recipe;
  };
  return module.recipe;
}

/** The people of the data, of whom there must be some. */
async function readPeople(recipe: Recipe, data: string): ReturnType<Recipe['readCohort']> {
  const read = await recipe.readCohort(data);
  if (!read.ok || read.value.cohort.ids.length > 0) return read;
  return err(problem('invalid-data', { message: 'nobody in the data has a known outcome' }));
}

/** Fits the weights and writes them, with their hashes, into the model's folder. */
export async function train({ model, data, log }: Job): Promise<Result<void>> {
  const recipe = await recipeOf(model);
  const read = await readPeople(recipe, data);
  if (!read.ok) return read;
  const people = trainingPeople(read.value.cohort, recipe, model.manifest);
  log(`learning from ${people.ids.length} of ${read.value.cohort.ids.length} people`);
  const files = fitWeights(people, recipe, (done, total, what) => {
    if (done % 20 === 0 || done === total) log(`${done} of ${total} ${what}`);
  });
  await writeArtifacts(model.directory, files);
  log(`wrote ${[...files.keys()].join(', ')}`);
  return ok(undefined);
}

/** Scores data that the model never saw. */
export async function evaluate({ model, data, log }: Job): Promise<Result<Evaluation>> {
  const recipe = await recipeOf(model);
  const read = await readPeople(recipe, data);
  if (!read.ok) return read;
  log(`scoring ${read.value.cohort.ids.length} people`);
  const onProgress = (done: number, total: number) => {
    if (done % 50 === 0) log(`${done} of ${total} bootstrap samples`);
  };
  return ok(evaluateModel(model, read.value, { seed: recipe.seed, onProgress }));
}

/** Compares learners on the training data, by person: the content of `metrics.json`. */
export async function validate({ model, data, log }: Job): Promise<Result<ModelMetrics>> {
  const recipe = await recipeOf(model);
  const read = await readPeople(recipe, data);
  return read.ok ? ok(await crossValidate(model, recipe, read.value, log)) : read;
}
