import { readImageSet } from '../../src/families/image/training/image-set.ts';
import { testPart } from '../../src/families/image/training/parts.ts';
import type { ImageRecipe } from '../../src/families/image/training/recipe.ts';

/** `kairos train cxr-pneumonia-paediatric` follows this. Strong changes of grey levels, for they differ between hospitals and between the parts of this data set. */
export const recipe: ImageRecipe = {
  kind: 'image',
  dataSet: 'kermany-cxr',
  backbone: 'mobilenet-v1-imagenet',
  readImages: (folder, part) => readImageSet(folder, testPart(part)),
  labelOf: ({ labels }) => labels.label3 ?? '',
  patientOf: ({ labels }) => labels.patient ?? '',
  augmentation: {
    rotation: 10,
    shift: 0.06,
    zoom: 0.12,
    stretch: 0.12,
    flip: false,
    gamma: 0.6,
    contrast: 0.25,
    brightness: 0.1,
    blur: 0.3,
  },
  frozenTo: 'conv_pw_9',
  validationShare: 0.12,
  fit: {
    epochs: 27,
    batch: 32,
    learningRate: 3e-4,
    settle: 7,
    lowest: 0.3,
    smoothing: 0.05,
    weightDecay: 0.05,
    patience: 16,
    seed: 7,
  },
  strain: 2,
  sensitivity: 0.95,
  contrasts: { bacterialViral: 'bacterial-pneumonia' },
  subgroups: {
    label: ({ labels }) => labels.label3 ?? '',
    series: ({ labels }) => /(NORMAL2-IM|IM|person)/.exec(labels.path ?? '')?.[0] ?? 'other',
  },
  seed: 20_261_125,
};
