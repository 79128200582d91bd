import type { ModelOutput } from '../../inference/prediction.ts';
import { recipeOf } from '../../inference/recipe.ts';
import type { LoadedModel, ModelRegistry } from '../../inference/registry.ts';
import type { Way } from '../../inference/way.ts';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { dicomDecoder } from './dicom/client.ts';
import { describe } from './evaluation/describe.ts';
import { evaluateImages } from './evaluation/evaluate.ts';
import { openImageModels } from './serve/open.ts';
import { writeTrained } from './training/artifacts.ts';
import type { ImageSet } from './training/image-set.ts';
import { learn } from './training/learn.ts';
import { type ImageRecipe, unusable } from './training/recipe.ts';

/** How this model is trained and measured. @throws RangeError as `recipeOf` */
export async function wayOf(loaded: LoadedModel): Promise<Way> {
  const { manifest } = loaded;
  const { image } = manifest;
  if (!image) throw new RangeError(`${manifest.name} is no image model`);
  const recipe = await recipeOf<ImageRecipe>(loaded);
  const read = async (folder: string, part: 'training' | 'test'): Promise<Result<ImageSet>> => {
    const images = await recipe.readImages(folder, part);
    const wrong = images.ok ? unusable(recipe, image.labels, images.value) : undefined;
    return wrong ? err(wrong) : images;
  };
  return {
    place: recipe.dataSet ? [recipe.dataSet] : [],
    async train({ model, data, ...job }) {
      const images = await read(data, 'training');
      if (!images.ok) return images;
      const trained = await learn(recipe, image, images.value, job);
      if (!trained.ok) return trained;
      const files = await writeTrained(model.directory, trained.value);
      job.log(`wrote ${files.join(', ')}`);
      return ok(undefined);
    },
    async evaluate({ model, data }) {
      const images = await read(data, 'test');
      if (!images.ok) return images;
      if (!model.artifacts.has(image.network.file))
        return err(problem('invalid-data', { message: 'the model has no network yet: train it first' }));
      const figures = await evaluateImages(
        { ...model, manifest: { ...manifest, image } },
        recipe,
        images.value,
      );
      return ok({ figures, lines: describe(figures) });
    },
  };
}

/** What the model says of a DICOM file, of which nothing is known but what it says itself. Fails as decoding and `analyse` do. */
export async function predict(
  { manifest: { name } }: LoadedModel,
  input: Uint8Array,
  { models }: { readonly models: () => Promise<ModelRegistry> },
): Promise<Result<ModelOutput>> {
  const opened = await openImageModels(await models(), { workers: 1 });
  if (!opened.ok) return opened;
  const decoder = dicomDecoder({ workers: 1 });
  try {
    const model = opened.value.models.find(({ loaded }) => loaded.manifest.name === name);
    if (!model) return err(problem('not-supported', { message: `${name} answers other models only` }));
    const image = await decoder.decode(input);
    if (!image.ok) return image;
    const analysis = await model.analyse({ image: image.value, study: 'ImagingStudy/input' });
    return analysis.ok ? ok(analysis.value.output) : analysis;
  } finally {
    await Promise.all([decoder.close(), opened.value.close()]);
  }
}
