import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LoadedModel } from './registry.ts';

/**
 * How a model is trained and measured: `train.ts` of its folder is code of the model and exports its `recipe`, of the kind
 * of its family.
 *
 * @throws RangeError where the folder has none
 */
export async function recipeOf<Recipe>({
  directory,
  manifest: { name },
}: Pick<LoadedModel, 'directory' | 'manifest'>): Promise<Recipe> {
  const file = join(directory, 'train.ts');
  if (!existsSync(file))
    throw new RangeError(`models/${name} has no train.ts, which says how it is trained and measured`);
  const { recipe } = (await import(pathToFileURL(file).href)) as { readonly recipe: Recipe };
  return recipe;
}
