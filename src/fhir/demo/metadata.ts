import type { CapabilityStatement, CapabilityStatementRestResource } from '@medplum/fhirtypes';
import { SUPPORTED } from './search.ts';

type ResourceType = NonNullable<CapabilityStatementRestResource['type']>;

/** FHIR R4 `capabilities`, made of the table that does the searching. */
export const capabilities = (baseUrl: string): CapabilityStatement => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: '2026-01-15',
  kind: 'instance',
  implementation: {
    description:
      'Demo EHR of Kairos: de-identified survey participants under invented names, and made-up people',
    url: baseUrl,
  },
  fhirVersion: '4.0.1',
  format: ['json', 'application/fhir+json'],
  rest: [
    {
      mode: 'server',
      resource: Object.entries(SUPPORTED).map(([type, params]) => ({
        type: type as ResourceType,
        interaction: [{ code: 'read' }, { code: 'search-type' }],
        searchParam: Object.entries(params).map(([name, { kind }]) => ({ name, type: kind })),
      })),
    },
  ],
});
