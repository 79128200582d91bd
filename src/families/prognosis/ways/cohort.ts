import type { Way } from '../../../inference/way.ts';
import { problem } from '../../../kernel/errors.ts';
import { err, ok } from '../../../kernel/result.ts';
import { crossValidate } from '../evaluation/cross-validation.ts';
import { measured } from '../evaluation/describe.ts';
import { evaluateModel } from '../evaluation/evaluate.ts';
import type { Recipe } from '../training/recipe.ts';
import { fitWeights, trainingPeople } from '../training/train.ts';
import { writeArtifacts } from '../training/write-artifacts.ts';

/** A survey cohort with assays that changed: one Cox model over imputed, harmonised inputs. */
export const cohortWay = (recipe: Recipe, name: string): Way => ({
  place: [name],
  async train({ model, data, log }) {
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
  },
  async evaluate({ model, data, log }) {
    const read = await readPeople(recipe, data);
    if (!read.ok) return read;
    log(`scoring ${read.value.cohort.ids.length} people`);
    const onProgress = (done: number, total: number) => {
      if (done % 50 === 0) log(`${done} of ${total} bootstrap samples`);
    };
    return ok(measured(evaluateModel(model, read.value, { seed: recipe.seed, onProgress })));
  },
  async validate({ model, data, log }) {
    const read = await readPeople(recipe, data);
    return read.ok ? ok(await crossValidate(model, recipe, read.value, log)) : read;
  },
});

/** The people of the data, of whom there must be some. */
async function readPeople(recipe: Recipe, data: string): ReturnType<Recipe['readCohort']> {
  const read = await recipe.readCohort(data);
  if (!read.ok || read.value.cohort.ids.length > 0) return read;
  return err(problem('invalid-data', { message: 'nobody in the data has a known outcome' }));
}
