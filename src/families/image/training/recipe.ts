import type { Preprocess } from '../../../inference/image-manifest.ts';
import { type Problem, problem } from '../../../kernel/errors.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Augmentation } from '../pixels/augment.ts';
import type { FitOptions } from './fit.ts';
import type { ImageSet, LabelledPicture } from './image-set.ts';

/** How an image model of a folder is made: what `models/<name>/train.ts` exports as `recipe`. */
export interface ImageRecipe {
  readonly kind: 'image';
  /** Folder in the data directory that training reads by default; empty for the whole of it. */
  readonly dataSet: string;
  /** Folder in the data directory with the weights to begin with. */
  readonly backbone: string;
  /** The pictures to learn from and to choose with, or with `test` those to measure on. */
  readImages(folder: string, part: 'training' | 'test'): Promise<Result<ImageSet>>;
  /** One of the manifest's labels. */
  labelOf(picture: LabelledPicture): string;
  /** Whose picture it is: pictures of one patient stay together. */
  patientOf(picture: LabelledPicture): string;
  readonly augmentation: Augmentation;
  /** Name of the last layer of the backbone that is used; without it, all are. */
  readonly lastLayer?: string;
  /** Name of the last layer that stays as it is. */
  readonly frozenTo: string;
  /** Share of the patients whose pictures choose and calibrate, and are not learned from. */
  readonly validationShare: number;
  readonly fit: FitOptions;
  /**
   * By how much more than training pictures those are changed that calibration and operating point rest on: pictures of
   * elsewhere differ more from those at hand than these do from each other. 1: by the same.
   */
  readonly strain: number;
  /** Sensitivity for the first finding that the operating point is to have on the validation pictures, as they are and so changed. */
  readonly sensitivity: number;
  /** Suffix of `auroc` → id of the finding that it is the area of. */
  readonly contrasts: Readonly<Record<string, string>>;
  /** Variable → its level in a picture, for the subgroup tables. */
  readonly subgroups: Readonly<Record<string, (picture: LabelledPicture) => string>>;
  readonly seed: number;
}

/** What keeps a recipe from using pictures: a label that the model does not know, or nobody whose they are. */
export function unusable(
  { labelOf, patientOf }: ImageRecipe,
  labels: readonly string[],
  { pictures }: ImageSet,
): Problem | undefined {
  const unknown = pictures.map(labelOf).find((label) => !labels.includes(label));
  if (unknown !== undefined)
    return problem('invalid-data', {
      message: `a picture has the label "${unknown}", which is none of ${labels.join(', ')}`,
    });
  const without = pictures.filter((picture) => patientOf(picture) === '').length;
  return without === 0
    ? undefined
    : problem('invalid-data', { message: `${without} of ${pictures.length} pictures name no patient` });
}

/** What of a manifest shapes the network. */
export interface NetworkShape {
  readonly labels: readonly string[];
  readonly preprocess: Preprocess;
}
