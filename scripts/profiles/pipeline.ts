import { join, resolve } from 'node:path';
import type { Resource, RiskAssessment } from '@medplum/fhirtypes';
import { chartFromFhir } from '../../src/chart/from-fhir.ts';
import { openPrognosisModel } from '../../src/families/prognosis/index.ts';
import { loadDemoPatients } from '../../src/fhir/demo/index.ts';
import { deviceFor } from '../../src/findings/device.ts';
import { findingFor } from '../../src/findings/finding.ts';
import { cardUuid } from '../../src/findings/identity.ts';
import { linksFrom } from '../../src/findings/links.ts';
import { type LoadedModel, loadModels } from '../../src/inference/registry.ts';
import { unwrap } from '../../src/kernel/result.ts';

export const PROJECT = resolve(import.meta.dirname, '../..');

/** The day of the demo bundles: their dates stay as they are written. */
export const NOW = new Date('2026-01-15T12:00:00.000Z');

/** The service that asks prognosis models. */
export const SERVICE = 'prognosis-patient-view';

const links = linksFrom('https://kairos.example.org');

export const loadedModels = async (): Promise<readonly LoadedModel[]> =>
  unwrap(await loadModels(join(PROJECT, 'models'))).models;

/** Everything that is stored when every demo patient is shown to every prognosis model, and the models' Devices. */
export async function pipelineResources(): Promise<readonly Resource[]> {
  const models = await loadedModels();
  const resources = await loadDemoPatients({ directory: join(PROJECT, 'demo', 'patients'), now: NOW });
  const patients = resources.filter((r) => r.resourceType === 'Patient');
  return [
    ...models.map((m) => deviceFor(m.manifest, links)),
    ...models
      .filter((m) => m.manifest.family === 'prognosis')
      .flatMap((m) => patients.flatMap((patient) => resultsOf(m, patient, resources))),
  ];
}

function resultsOf(loaded: LoadedModel, patient: Resource, all: readonly Resource[]): readonly Resource[] {
  const patientId = patient.id!;
  const observations = all.filter(
    (r) => r.resourceType === 'Observation' && r.subject?.reference === `Patient/${patientId}`,
  );
  const chart = unwrap(
    chartFromFhir({
      patientId,
      patient: { resource: patient, expression: 'Patient' },
      observations: observations.map((resource, i) => ({ resource, expression: `Observation[${i}]` })),
      now: NOW,
    }),
  );
  const output = unwrap(openPrognosisModel(loaded)).predict(chart);
  const finding = findingFor(output, { patientId, now: NOW, loaded, links });
  return finding.resources([{ uuid: cardUuid(finding.identity, SERVICE, 'result'), service: SERVICE }]);
}

export const isAssessment = (r: Resource): r is RiskAssessment => r.resourceType === 'RiskAssessment';
