import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LoadedModel } from '../../inference/registry.ts';
import type { Recipe } from './training/recipe.ts';
import type { TabularRecipe } from './training/tabular.ts';
import { cohortWay } from './ways/cohort.ts';
import { equationWay } from './ways/equation.ts';
import { tabularWay } from './ways/tabular.ts';
import type { Way } from './ways/way.ts';

export { predict } from './predict.ts';
export type { Job, Way } from './ways/way.ts';

/** How this model is trained and measured: `models/<name>/train.ts` is code of the model and exports its recipe. */
export async function wayOf({ manifest, directory, equation }: LoadedModel): Promise<Way> {
  if (equation) return equationWay(equation);
  const { recipe } = (await import(pathToFileURL(join(directory, 'train.ts')).href)) as {
    readonly recipe: Recipe | TabularRecipe;
  };
  return 'kind' in recipe ? tabularWay(recipe) : cohortWay(recipe, manifest.name);
}
