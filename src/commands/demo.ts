import { join } from 'node:path';
import type { Resource } from '@medplum/fhirtypes';
import { demoArchive, loadDemoPatients } from '../fhir/demo/index.ts';
import type { Clock } from '../kernel/clock.ts';
import { PROJECT } from './project.ts';

/** People of a survey first, then the made-up ones. */
const FOLDERS = ['patients', 'made-up'].map((name) => join(PROJECT, 'demo', name));

const HOUR_MS = 3_600_000;

/** The DICOM files of those who have pictures. */
export const DEMO_PICTURES = join(PROJECT, 'demo', 'dicom');

/**
 * The demo patients as they are now: read anew once an hour, so that those in hospital stay just as new there.
 *
 * @param archive address of the DICOMweb service that has their pictures
 */
export function demoResources(clock: Clock, archive: string): () => Promise<readonly Resource[]> {
  let kept: { readonly hour: number; readonly resources: Promise<readonly Resource[]> } | undefined;
  return () => {
    const now = clock.now();
    const hour = Math.floor(now.getTime() / HOUR_MS);
    if (kept?.hour !== hour) kept = { hour, resources: load(now, archive) };
    return kept.resources;
  };
}

async function load(now: Date, archive: string): Promise<readonly Resource[]> {
  const folders = await Promise.all(FOLDERS.map((directory) => loadDemoPatients({ directory, now })));
  return [...folders.flat(), demoArchive(archive)];
}
