import { encode } from 'fast-png';
import { type Manifest, manifestSchema } from '../../src/inference/manifest.ts';
import type { Abstention, PictureExplanation, Prediction } from '../../src/inference/prediction.ts';
import type { LoadedModel } from '../../src/inference/registry.ts';
import type { Evidence } from '../../src/kernel/evidence.ts';

const SNOMED = 'http://snomed.info/sct';
const pneumonia = { system: SNOMED, code: '233604007', display: 'Pneumonia' };
const bacterial = { system: SNOMED, code: '53084003', display: 'Bacterial pneumonia' };
const viral = { system: SNOMED, code: '75570004', display: 'Viral pneumonia' };

/** As a hospital or this project would describe a network that reads children's chest films. */
export const imageManifest: Manifest = manifestSchema.parse({
  name: 'toy-film',
  version: '1.0.0',
  family: 'image',
  runtime: 'onnx',
  title: { en: 'A toy for chest films of children' },
  wording: { noun: 'pneumonia', verb: 'have pneumonia' },
  outcome: { coding: pneumonia, present: true },
  further: [
    { id: 'bacterial-pneumonia', coding: bacterial, noun: 'bacterial pneumonia' },
    { id: 'viral-pneumonia', coding: viral, noun: 'viral pneumonia' },
  ],
  inputs: [
    { concept: 'chest-radiograph', required: true },
    { concept: 'age', required: true },
  ],
  applicability: { age: { min: 1, max: 6 } },
  image: {
    network: { file: 'network.onnx', maps: 'maps' },
    preprocess: { side: 64, fit: 'pad', normalise: { kind: 'own' } },
    labels: ['normal', 'bacteria', 'virus'],
    findings: [
      { id: 'pneumonia', of: ['bacteria', 'virus'], against: ['normal'] },
      { id: 'bacterial-pneumonia', of: ['bacteria'], against: ['virus'], within: 'pneumonia' },
      { id: 'viral-pneumonia', of: ['virus'], against: ['bacteria'], within: 'pneumonia' },
    ],
    gate: {
      modality: ['DX', 'CR'],
      bodyPart: ['CHEST'],
      view: ['PA', 'AP'],
      minSide: 200,
      model: {
        name: 'toy-gate',
        finding: 'chest-film',
        atLeast: 0.5,
        because: 'a frontal chest film of a child',
      },
    },
  },
  thresholds: [
    { below: 0.3, risk: 'low' },
    { below: 0.7, risk: 'moderate' },
    { risk: 'high', indicator: 'critical' },
  ],
  artifacts: { 'network.onnx': `sha256-${'0'.repeat(64)}` },
  training: { data: ['twelve films'], licence: 'CC BY 4.0', command: 'kairos train toy-film' },
  intendedUse: {
    purpose: 'Shows how findings on pictures look.',
    users: 'Testers.',
    population: 'Children aged 1 to 5 with a frontal chest film.',
    outOfScope: ['Adults', 'Lateral films: the network has seen none.'],
    limits: ['It is a toy.'],
    regulatoryStatus: 'not cleared',
  },
});

const estimate = (value: number, low: number, high: number) => ({ value, ci95: [low, high] });

/** As `kairos evaluate` writes it for an image model. */
export const imageMetrics = {
  model: 'toy-film',
  version: '1.0.0',
  data: { sha256: '00', n: 410 },
  metrics: {
    auroc: estimate(0.981, 0.968, 0.991),
    sensitivity: estimate(0.965, 0.94, 0.985),
    specificity: estimate(0.842, 0.78, 0.9),
    accuracy: estimate(0.92, 0.89, 0.945),
    ece: estimate(0.031, 0.021, 0.052),
    auroc_bacterialViral: estimate(0.955, 0.93, 0.975),
  },
  subgroups: {
    ageBand: { '1 to 2': { n: 180, metrics: { auroc: estimate(0.975, 0.95, 0.99) } } },
  },
  comparators: { greyLevels: { n: 410, metrics: { auroc: estimate(0.84, 0.8, 0.88) } } },
  calibration: [
    { predicted: 0.05, observed: 0.04, n: 120 },
    { predicted: 0.95, observed: 0.96, n: 290 },
  ],
  confusion: { normal: { normal: 130, bacteria: 12, virus: 18 } },
  explanation: {
    n: 250,
    randomisedWeightsRankCorrelation: { value: 0.04 },
    maskingHot: estimate(2.31, 2.1, 2.5),
    maskingRandom: estimate(0.42, 0.31, 0.55),
    maskingDifference: estimate(1.89, 1.6, 2.15),
  },
};

export const loadedImage: LoadedModel = {
  manifest: imageManifest,
  directory: '/nowhere',
  artifacts: new Map(),
  metrics: imageMetrics,
};

export const INSTANCE = '1.2.826.0.1.3680043.8.498.7';

const evidence: Evidence = {
  used: [
    {
      concept: 'chest-radiograph',
      value: 'DX PA',
      date: '2026-11-23T09:30:00Z',
      source: 'ImagingStudy/s1',
      instance: INSTANCE,
    },
    { concept: 'age', value: 3.4, unit: 'a', source: 'Patient/p1' },
  ],
  missing: [],
  unusable: [],
};

const SHARED = { model: { name: 'toy-film', version: '1.0.0' }, outcome: pneumonia, evidence } as const;

/** Figures that no stored percentage holds exactly. */
export const pneumoniaFound = (change: Partial<Prediction> = {}): Prediction => ({
  kind: 'prediction',
  ...SHARED,
  probability: 0.931_234_56,
  interval: { low: 0.880_049, high: 0.966_666_6, level: 0.95 },
  risk: 'high',
  indicator: 'critical',
  contributions: [],
  cautions: ['The file does not say the view.'],
  further: [
    { id: 'bacterial-pneumonia', outcome: bacterial, probability: 0.801_26 },
    { id: 'viral-pneumonia', outcome: viral, probability: 0.129_97 },
  ],
  ...change,
});

export const refused = (change: Partial<Abstention> = {}): Abstention => ({
  kind: 'abstention',
  ...SHARED,
  reason: 'out-of-range',
  because: 'the picture does not look like a frontal chest film of a child',
  concepts: ['chest-radiograph'],
  ...change,
});

export const ageUnknown = (): Abstention =>
  refused({
    reason: 'required-input-missing',
    because: 'age is missing (none found)',
    concepts: ['age'],
    evidence: {
      used: evidence.used.slice(0, 1),
      missing: [{ concept: 'age', required: true, reason: 'none' }],
      unusable: [],
    },
  });

/** Half dark, half warm. */
export const explanation: PictureExplanation = {
  png: encode({
    width: 4,
    height: 2,
    channels: 3,
    data: Uint8Array.from({ length: 24 }, (_, i) => (i < 12 ? 20 : 200)),
  }),
  width: 4,
  height: 2,
  description: 'warmest in the lower left of the picture',
};
