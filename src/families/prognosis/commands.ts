import type { ModelOutput } from '../../inference/prediction.ts';
import { recipeOf } from '../../inference/recipe.ts';
import type { LoadedModel } from '../../inference/registry.ts';
import type { Way } from '../../inference/way.ts';
import { problem } from '../../kernel/errors.ts';
import { err, type Result } from '../../kernel/result.ts';
import { predict as predictOne } from './predict.ts';
import type { Recipe } from './training/recipe.ts';
import type { TabularRecipe } from './training/tabular.ts';
import { cohortWay } from './ways/cohort.ts';
import { equationWay } from './ways/equation.ts';
import { tabularWay } from './ways/tabular.ts';

/** How this model is trained and measured. @throws RangeError as `recipeOf` */
export async function wayOf(loaded: LoadedModel): Promise<Way> {
  if (loaded.equation) return equationWay(loaded.equation);
  const recipe = await recipeOf<Recipe | TabularRecipe>(loaded);
  return 'kind' in recipe ? tabularWay(recipe) : cohortWay(recipe, loaded.manifest.name);
}

/**
 * What the model says of one person, described by values or by FHIR resources in JSON (see `predict-input.ts`). Fails
 * with `invalid-data` for what is not JSON.
 */
export async function predict(
  model: LoadedModel,
  input: Uint8Array,
  { now }: { readonly now: Date },
): Promise<Result<ModelOutput>> {
  try {
    return predictOne(model, JSON.parse(new TextDecoder().decode(input)), now);
  } catch (cause) {
    // A parser's message would repeat what is in the file.
    if (cause instanceof SyntaxError)
      return err(problem('invalid-data', { message: 'the input is not JSON' }));
    throw cause;
  }
}
