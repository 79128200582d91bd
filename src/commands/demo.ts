import { join } from 'node:path';
import type { Resource } from '@medplum/fhirtypes';
import { loadDemoPatients } from '../fhir/demo/index.ts';
import { PROJECT } from './project.ts';

/** The demo patients as they are at an instant. */
export const demoResources = (now: Date): Promise<readonly Resource[]> =>
  loadDemoPatients({ directory: join(PROJECT, 'demo', 'patients'), now });
