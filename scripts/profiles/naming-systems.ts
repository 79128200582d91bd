import type { NamingSystem } from '@medplum/fhirtypes';
import { IMAGE_RESULT_IDENTIFIER_SYSTEM } from '../../src/findings/identity.ts';
import { CANONICAL, RESULT_IDENTIFIER_SYSTEM } from '../../src/kernel/canonical.ts';
import { header } from './header.ts';

function namingSystem(id: string, name: string, description: string, value: string): NamingSystem {
  const { status, date, publisher } = header;
  return {
    resourceType: 'NamingSystem',
    id,
    name,
    status,
    kind: 'identifier',
    date,
    publisher,
    description,
    uniqueId: [{ type: 'uri', value, preferred: true }],
  };
}

export const namingSystems: readonly NamingSystem[] = [
  namingSystem(
    'result',
    'KairosResult',
    'Results of models: `<model>|<version>|<SHA-256 of the subject and the inputs>`.',
    RESULT_IDENTIFIER_SYSTEM,
  ),
  namingSystem(
    'image-result',
    'KairosImageResult',
    'Results about pictures: `<model>|<version>|<SOP Instance UID>`.',
    IMAGE_RESULT_IDENTIFIER_SYSTEM,
  ),
  namingSystem(
    'model',
    'KairosModel',
    'Versions of models: `<name>|<version>`.',
    `${CANONICAL}/NamingSystem/model`,
  ),
];
