import type { DocumentReference, Resource, RiskAssessment } from '@medplum/fhirtypes';
import { encode } from 'fast-png';
import { findingFor } from '../../src/findings/finding.ts';
import { cardUuid } from '../../src/findings/identity.ts';
import { linksFrom } from '../../src/findings/links.ts';
import { manifestSchema } from '../../src/inference/manifest.ts';
import type {
  Abstention,
  ModelOutput,
  PictureExplanation,
  Prediction,
} from '../../src/inference/prediction.ts';
import { NOW } from './pipeline.ts';

const SERVICE = 'imaging-patient-view';
const SNOMED = 'http://snomed.info/sct';

const outcome = { system: SNOMED, code: '233604007', display: 'Pneumonia' };
const bacterial = { system: SNOMED, code: '53084003', display: 'Bacterial pneumonia' };

/** What the examples need to know of a model for chest films; which weights it has changes none of them. */
const manifest = manifestSchema.parse({
  name: 'example-chest-film',
  version: '1.0.0',
  family: 'image',
  runtime: 'onnx',
  title: { en: "Pneumonia on children's chest films (example)" },
  wording: { noun: 'pneumonia', verb: 'have pneumonia' },
  outcome: { coding: outcome, present: true },
  further: [{ id: 'bacterial-pneumonia', coding: bacterial, noun: 'bacterial pneumonia' }],
  inputs: [
    { concept: 'chest-radiograph', required: true },
    { concept: 'age', required: true },
  ],
  applicability: { age: { min: 1, max: 6 } },
  image: {
    network: { file: 'network.onnx' },
    preprocess: { side: 224, fit: 'pad', normalise: { kind: 'own' } },
    labels: ['normal', 'bacteria', 'virus'],
    findings: [
      { id: 'pneumonia', of: ['bacteria', 'virus'], against: ['normal'] },
      { id: 'bacterial-pneumonia', of: ['bacteria'], against: ['virus'], within: 'pneumonia' },
    ],
    gate: { modality: ['DX', 'CR'] },
  },
  thresholds: [
    { below: 0.4, risk: 'low' },
    { risk: 'high', indicator: 'warning' },
  ],
  artifacts: { 'network.onnx': `sha256-${'0'.repeat(64)}` },
  training: { data: [], licence: 'Apache-2.0', command: 'kairos train example-chest-film' },
  intendedUse: {
    purpose: 'An example of a result about a picture.',
    users: 'Readers of this guide.',
    population: 'Children aged 1 to 5 with a frontal chest film.',
    outOfScope: ['Adults'],
    limits: ['It does not exist.'],
    regulatoryStatus: 'an example',
  },
});

const SAID = {
  model: { name: manifest.name, version: manifest.version },
  outcome,
  evidence: {
    used: [
      {
        concept: 'chest-radiograph',
        value: 'DX PA',
        date: '2026-01-15T11:20:00Z',
        source: 'ImagingStudy/example-film',
        instance: '1.2.826.0.1.3680043.8.498.1',
      },
      { concept: 'age', value: 3.4, unit: 'a', source: 'Patient/example-child' },
    ],
    missing: [],
    unusable: [],
  },
} as const;

const found: Prediction = {
  kind: 'prediction',
  ...SAID,
  probability: 0.9312,
  interval: { low: 0.88, high: 0.967, level: 0.95 },
  risk: 'high',
  indicator: 'warning',
  contributions: [],
  cautions: [],
  further: [{ id: 'bacterial-pneumonia', outcome: bacterial, probability: 0.8013 }],
};

const declined: Abstention = {
  kind: 'abstention',
  ...SAID,
  reason: 'out-of-range',
  because: 'the picture does not look like a frontal chest film of a child',
  concepts: ['chest-radiograph'],
};

const explanation: PictureExplanation = {
  png: encode({ width: 1, height: 1, channels: 1, data: Uint8Array.of(128) }),
  width: 1,
  height: 1,
  description: 'warmest in the lower left of the picture',
};

export interface PictureExamples {
  readonly image: RiskAssessment;
  readonly refusal: RiskAssessment;
  readonly picture: DocumentReference;
}

/** A finding on a picture with its heat map, and a picture that was refused. */
export function pictureExamples(): PictureExamples {
  const [image, , picture] = resourcesOf(found, explanation);
  const [refusal] = resourcesOf(declined);
  return {
    image: image as RiskAssessment,
    refusal: refusal as RiskAssessment,
    picture: picture as DocumentReference,
  };
}

function resourcesOf(output: ModelOutput, heatMap?: PictureExplanation): readonly Resource[] {
  const loaded = { manifest, directory: '', artifacts: new Map<string, Buffer>() };
  const links = linksFrom('https://kairos.example.org');
  const context = { patientId: 'example-child', now: NOW, loaded, links, explanation: heatMap };
  const finding = findingFor(output, context);
  return finding.resources([{ uuid: cardUuid(finding.identity, SERVICE, 'result'), service: SERVICE }]);
}
