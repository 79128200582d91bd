import type { ImageRecipe } from '../../src/families/image/training/recipe.ts';
import { readImages } from './pictures.ts';

/**
 * `kairos train image-gate` follows this: it reads the whole data directory. The backbone stays as it is, for what tells
 * kinds of pictures apart is in its middle layers already, and few kinds of other pictures are at hand.
 */
export const recipe: ImageRecipe = {
  kind: 'image',
  dataSet: '',
  backbone: 'mobilenet-v1-imagenet',
  readImages,
  labelOf: ({ labels }) => labels.label ?? '',
  patientOf: ({ labels }) => labels.patient ?? '',
  augmentation: {
    rotation: 12,
    shift: 0.06,
    zoom: 0.12,
    stretch: 0.12,
    flip: false,
    gamma: 0.6,
    contrast: 0.25,
    brightness: 0.1,
    blur: 0.3,
  },
  lastLayer: 'conv_pw_11',
  frozenTo: 'conv_pw_11',
  validationShare: 0.12,
  fit: {
    epochs: 6,
    batch: 64,
    learningRate: 0.01,
    settle: 6,
    lowest: 0,
    smoothing: 0.01,
    weightDecay: 0.01,
    patience: 3,
    seed: 7,
  },
  strain: 1,
  sensitivity: 0.985,
  contrasts: { paediatricChestFilm: 'paediatric-chest-film', breastUltrasound: 'breast-ultrasound' },
  subgroups: { kind: ({ labels }) => labels.kind ?? '' },
  seed: 20_261_125,
};
