import type { Preprocess } from '../../../inference/image-manifest.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Augmentation } from '../pixels/augment.ts';
import type { FitOptions } from './fit.ts';
import type { ImageSet, LabelledPicture } from './image-set.ts';

/** How an image model of a folder is made: what `models/<name>/train.ts` exports as `recipe`. */
export interface ImageRecipe {
  readonly kind: 'image';
  /** Folder in the data directory that training reads by default. */
  readonly dataSet: string;
  /** Folder in the data directory with the weights to begin with. */
  readonly backbone: string;
  /** The pictures to learn from and to choose with, or with `test` those to measure on. */
  readImages(folder: string, part: 'training' | 'test'): Promise<Result<ImageSet>>;
  /** In the order of the network's outputs. */
  readonly classes: readonly string[];
  /** Position in `classes`. */
  classOf(picture: LabelledPicture): number;
  /** Whose picture it is: pictures of one patient stay together. */
  patientOf(picture: LabelledPicture): string;
  readonly preprocess: Preprocess;
  readonly augmentation: Augmentation;
  /** Name of the last layer that stays as it is. */
  readonly frozenTo: string;
  /** Share of the patients whose pictures choose and calibrate, and are not learned from. */
  readonly validationShare: number;
  readonly fit: FitOptions;
  readonly seed: number;
}
