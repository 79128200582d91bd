import packageJson from '../../../package.json' with { type: 'json' };
import type { ServiceDescription } from '../../cds-hooks/discovery.ts';
import { cdsHooksPaths } from './cds-hooks-paths.ts';
import { fhirPaths } from './fhir-paths.ts';
import { probePaths } from './probe-paths.ts';
import { schemas } from './schemas.ts';

export interface DocumentSource {
  readonly baseUrl: string;
  readonly services: readonly ServiceDescription[];
  /** Whether calls need a client's token. */
  readonly demandsTokens: boolean;
  /** Whether ImagingStudies may be sent to be analysed. */
  readonly analysesPictures?: boolean | undefined;
}

/** The HTTP interface as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1), made of the schemas and tables in use. */
export const openApiDocument = ({
  baseUrl,
  services,
  demandsTokens,
  analysesPictures = false,
}: DocumentSource) => ({
  openapi: '3.1.1',
  info: {
    title: 'Kairos',
    version: packageJson.version,
    description:
      'Clinical decision support: CDS Hooks 2.0.1 in, cards out; results as FHIR R4. For research use; not a medical device.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: baseUrl }],
  tags: [{ name: 'CDS Hooks' }, { name: 'FHIR' }, { name: 'Operation' }],
  paths: {
    ...cdsHooksPaths(services, demandsTokens),
    ...fhirPaths(demandsTokens, analysesPictures),
    ...probePaths,
  },
  components: { schemas, ...(demandsTokens ? { securitySchemes } : {}) },
});

const securitySchemes = {
  client: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'Signed by a registered CDS client for this very address (CDS Hooks 2.0.1, "Trusting CDS Clients"). `aud` of `/fhir/*` is the address of `/fhir`.',
  },
};
