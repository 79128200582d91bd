import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Device, Provenance, RiskAssessment } from '@medplum/fhirtypes';
import { openValidator } from '../../../src/fhir/profiles/validate.ts';

export const PROFILES = resolve(import.meta.dirname, '../../../fhir-profiles');

/** R4 and the profiles: read once for a test file. */
export const validator = await openValidator(PROFILES);

const example = (name: string): unknown =>
  JSON.parse(readFileSync(resolve(PROFILES, 'examples', `${name}.json`), 'utf8'));

export const prediction = () => example('RiskAssessment-prediction') as RiskAssessment;
export const abstention = () => example('RiskAssessment-abstention') as RiskAssessment;
export const provenance = () => example('Provenance-prediction') as Provenance;
export const device = () => example('Device-model') as Device;
