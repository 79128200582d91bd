import { type Labels, readImageSet } from '../../src/families/image/training/image-set.ts';
import { testPart } from '../../src/families/image/training/parts.ts';
import type { ImageRecipe } from '../../src/families/image/training/recipe.ts';
import { ok } from '../../src/kernel/result.ts';

const groupOf = ({ dup_group: group, file = '' }: Labels): string => (group ? `group ${group}` : file);

/** Without pictures that carry different labels though they are nearly the same, and without those that are nearly the same as a test picture. */
async function readTraining(folder: string) {
  const all = await readImageSet(folder, ({ label_conflict: conflict }) => conflict !== '1');
  if (!all.ok) return all;
  const isTest = testPart('test');
  const tested = new Set(
    all.value.pictures.flatMap(({ labels }) => (isTest(labels) ? [groupOf(labels)] : [])),
  );
  const pictures = all.value.pictures.filter(({ labels }) => !isTest(labels) && !tested.has(groupOf(labels)));
  return ok({ ...all.value, pictures });
}

/** `kairos train breast-ultrasound-malignancy` follows this. Pictures that are nearly the same stay together. */
export const recipe: ImageRecipe = {
  kind: 'image',
  dataSet: 'busi-breast-us',
  backbone: 'mobilenet-v1-imagenet',
  readImages: (folder, part) =>
    part === 'training' ? readTraining(folder) : readImageSet(folder, testPart(part)),
  labelOf: ({ labels }) => labels.class3 ?? '',
  patientOf: ({ labels }) => groupOf(labels),
  augmentation: {
    rotation: 15,
    shift: 0.1,
    zoom: 0.2,
    stretch: 0.15,
    flip: true,
    gamma: 0.4,
    contrast: 0.25,
    brightness: 0.1,
    blur: 0.3,
  },
  frozenTo: 'conv_pw_8',
  validationShare: 0.15,
  fit: {
    epochs: 150,
    batch: 32,
    learningRate: 3e-4,
    settle: 30,
    lowest: 0.3,
    smoothing: 0.05,
    weightDecay: 0.05,
    patience: 30,
    seed: 7,
  },
  strain: 2,
  sensitivity: 0.95,
  contrasts: {},
  subgroups: {
    label: ({ labels }) => labels.class3 ?? '',
    nearDuplicate: ({ labels }) => (labels.dup_group ? 'yes' : 'no'),
  },
  seed: 20_261_125,
};
