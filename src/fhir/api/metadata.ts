import type { CapabilityStatement, CapabilityStatementRestResource } from '@medplum/fhirtypes';
import { profileUrl } from '../../kernel/canonical.ts';
import { searchableTypes, searchParams } from '../../store/search-index.ts';
import { INCLUDES, REV_INCLUDES } from './search-params.ts';

const PROFILES: Readonly<Record<string, string>> = {
  RiskAssessment: 'kairos-risk-assessment',
  Provenance: 'kairos-provenance',
  Device: 'kairos-model-device',
  Observation: 'kairos-card-feedback',
};

/** FHIR R4 `capabilities`: what this API does, made of the same tables that do it. */
export const capabilityStatement = (baseUrl: string, now: Date): CapabilityStatement => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: now.toISOString(),
  kind: 'instance',
  software: { name: 'Kairos' },
  implementation: { description: 'Results of clinical prediction models, for research use', url: baseUrl },
  fhirVersion: '4.0.1',
  format: ['json', 'application/fhir+json'],
  rest: [{ mode: 'server', resource: searchableTypes.map(resourceOf) }],
});

function resourceOf(type: string): CapabilityStatementRestResource {
  const profile = PROFILES[type];
  return {
    type: type as NonNullable<CapabilityStatementRestResource['type']>,
    ...(profile ? { supportedProfile: [profileUrl(profile)] } : {}),
    interaction: [{ code: 'read' }, { code: 'vread' }, { code: 'history-instance' }, { code: 'search-type' }],
    versioning: 'versioned',
    readHistory: true,
    conditionalRead: 'full-support',
    ...(INCLUDES[type] ? { searchInclude: [...INCLUDES[type]] } : {}),
    ...(REV_INCLUDES[type] ? { searchRevInclude: [...REV_INCLUDES[type]] } : {}),
    searchParam: [...(searchParams(type) ?? [])].map(([name, { kind }]) => ({ name, type: kind })),
  };
}
