import type { CapabilityStatement, CapabilityStatementRestResource } from '@medplum/fhirtypes';
import { CANONICAL, profileUrl } from '../../kernel/canonical.ts';
import { searchableTypes, searchParams } from '../../store/search-index.ts';
import { INCLUDES, REV_INCLUDES } from './search-params.ts';

const PROFILES: Readonly<Record<string, string>> = {
  RiskAssessment: 'kairos-risk-assessment',
  Provenance: 'kairos-provenance',
  Device: 'kairos-model-device',
  Observation: 'kairos-card-feedback',
  DocumentReference: 'kairos-explanation-picture',
};

/** FHIR R4 `capabilities`: what this API does, made of the same tables that do it. */
export const capabilityStatement = (baseUrl: string, now: Date, analyses = true): CapabilityStatement => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: now.toISOString(),
  kind: 'instance',
  software: { name: 'Kairos' },
  implementation: { description: 'Results of clinical prediction models, for research use', url: baseUrl },
  fhirVersion: '4.0.1',
  format: ['json', 'application/fhir+json'],
  rest: [
    {
      mode: 'server',
      resource: [...searchableTypes.map(resourceOf), BINARY, ...(analyses ? [IMAGING_STUDY] : [])],
    },
  ],
});

const READS: NonNullable<CapabilityStatementRestResource['interaction']> = [
  { code: 'read' },
  { code: 'vread' },
  { code: 'history-instance' },
];

/** Pictures: content by its own media type, or as JSON. */
const BINARY: CapabilityStatementRestResource = {
  type: 'Binary',
  interaction: READS,
  versioning: 'versioned',
  readHistory: true,
  conditionalRead: 'full-support',
};

/** Not kept: an update or a create starts the analysis. */
const IMAGING_STUDY: CapabilityStatementRestResource = {
  type: 'ImagingStudy',
  documentation:
    'An ImagingStudy is not stored. PUT and POST, as a Subscription with the channel rest-hook sends them, start the analysis of its pictures, and so does the operation.',
  interaction: [{ code: 'update' }, { code: 'create' }],
  updateCreate: true,
  operation: [{ name: 'analyze', definition: `${CANONICAL}/OperationDefinition/ImagingStudy-analyze` }],
};

function resourceOf(type: string): CapabilityStatementRestResource {
  const profile = PROFILES[type];
  return {
    type: type as NonNullable<CapabilityStatementRestResource['type']>,
    ...(profile ? { supportedProfile: [profileUrl(profile)] } : {}),
    interaction: [...READS, { code: 'search-type' }],
    versioning: 'versioned',
    readHistory: true,
    conditionalRead: 'full-support',
    ...(INCLUDES[type] ? { searchInclude: [...INCLUDES[type]] } : {}),
    ...(REV_INCLUDES[type] ? { searchRevInclude: [...REV_INCLUDES[type]] } : {}),
    searchParam: [...(searchParams(type) ?? [])].map(([name, { kind }]) => ({ name, type: kind })),
  };
}
