import type { Resource } from '@medplum/fhirtypes';
import { capabilityStatement } from '../../src/fhir/api/metadata.ts';
import type { InvalidExample } from '../../src/fhir/profiles/check-examples.ts';
import { CANONICAL, profileUrl } from '../../src/kernel/canonical.ts';
import { type Broken, withChanges } from './broken.ts';
import { brokenFeedback } from './broken-feedback.ts';
import { brokenOthers } from './broken-others.ts';
import { brokenPictures } from './broken-pictures.ts';
import { brokenPredictions } from './broken-predictions.ts';
import { brokenResults } from './broken-results.ts';
import { cardFeedback } from './card-feedback.ts';
import { codeSystems } from './code-systems.ts';
import { type Examples, examples, shortened } from './examples.ts';
import { explanationPicture } from './explanation-picture.ts';
import { extensions } from './extensions.ts';
import { header } from './header.ts';
import { modelDevice } from './model-device.ts';
import { namingSystems } from './naming-systems.ts';
import { operations } from './operations.ts';
import { loadedModels } from './pipeline.ts';
import { provenance } from './provenance.ts';
import { riskAssessment } from './risk-assessment.ts';
import { structureDefinition } from './structure-definition.ts';
import { valueSets } from './value-sets.ts';

const PROFILE_OF = {
  prediction: 'kairos-risk-assessment',
  score: 'kairos-risk-assessment',
  abstention: 'kairos-risk-assessment',
  image: 'kairos-risk-assessment',
  refusal: 'kairos-risk-assessment',
  picture: 'kairos-explanation-picture',
  provenance: 'kairos-provenance',
  device: 'kairos-model-device',
  feedback: 'kairos-card-feedback',
} as const satisfies Record<keyof Examples, string>;

const EXAMPLE_NAMES = {
  prediction: 'RiskAssessment-prediction',
  score: 'RiskAssessment-score',
  abstention: 'RiskAssessment-abstention',
  image: 'RiskAssessment-image',
  refusal: 'RiskAssessment-image-refused',
  picture: 'DocumentReference-picture',
  provenance: 'Provenance-prediction',
  device: 'Device-model',
  feedback: 'Observation-card-feedback',
} as const satisfies Record<keyof Examples, string>;

/** Every generated file of `fhir-profiles/`: name below the folder → text. */
export async function profileFiles(): Promise<ReadonlyMap<string, string>> {
  const valid = await examples();
  return new Map([
    ...(await conformance()).map((r) => file(`${r.resourceType}-${r.id}.json`, r)),
    ...Object.entries(EXAMPLE_NAMES).map(([key, name]) =>
      file(`examples/${name}.json`, valid[key as keyof Examples]),
    ),
    ...invalidFiles(shortened(valid)),
  ]);
}

const file = (name: string, content: unknown): [string, string] => [
  name,
  `${JSON.stringify(content, null, 2)}\n`,
];

async function conformance(): Promise<readonly Resource[]> {
  const profiles = [riskAssessment, provenance, modelDevice, cardFeedback, explanationPicture, ...extensions];
  return [
    ...(await Promise.all(profiles.map(structureDefinition))),
    ...codeSystems(await loadedModels()),
    ...valueSets,
    ...namingSystems,
    ...operations,
    capabilities(),
  ];
}

/** What `GET /fhir/metadata` answers, with a URL of its own. */
function capabilities(): Resource {
  const { resourceType, ...served } = capabilityStatement(
    'https://kairos.example.org/fhir',
    new Date(header.date),
  );
  const id = 'kairos-server';
  return { resourceType, id, url: `${CANONICAL}/CapabilityStatement/${id}`, ...served };
}

function invalidFiles(valid: Examples): [string, string][] {
  const broken = [
    ...brokenResults,
    ...brokenPredictions,
    ...brokenPictures,
    ...brokenOthers,
    ...brokenFeedback,
  ];
  const entries = broken.map((b) => [fileName(b, valid), b] as const);
  return [
    ...entries.map(([name, { of, change }]) =>
      file(`examples/invalid/${name}`, withChanges(valid[of], change)),
    ),
    file(
      'examples/invalid/index.json',
      Object.fromEntries(entries.map(([name, b]) => [name, expected(b, valid)])),
    ),
  ];
}

const fileName = ({ of, name }: Broken, valid: Examples): string => `${valid[of].resourceType}-${name}.json`;

const expected = ({ of, at, says }: Broken, valid: Examples): InvalidExample => ({
  profile: profileUrl(PROFILE_OF[of]),
  expression: [valid[of].resourceType, at].filter(Boolean).join('.'),
  message: says,
});
