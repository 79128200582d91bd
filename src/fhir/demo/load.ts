import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bundle, Resource } from '@medplum/fhirtypes';

/** The day on which the bundles are written: `scripts/demo/bundle.ts`. */
const REFERENCE_DAY = Date.parse('2026-01-15');
const DAY_MS = 86_400_000;

/** Elements of the demo resources that hold a date. */
const DATES = ['birthDate', 'effectiveDateTime', 'onsetDateTime', 'recordedDate', 'authoredOn'] as const;

/**
 * The resources of every bundle in a folder, all dates moved by the whole days between the bundles' reference day
 * and `now`: a demo patient's tests stay as old as they were made to be.
 */
export async function loadDemoPatients({
  directory,
  now,
}: {
  directory: string;
  now: Date;
}): Promise<readonly Resource[]> {
  const days = Math.floor((now.getTime() - REFERENCE_DAY) / DAY_MS);
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).sort();
  const bundles = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(directory, name), 'utf8')) as Bundle),
  );
  return bundles.flatMap((b) => b.entry ?? []).flatMap((e) => (e.resource ? [moved(e.resource, days)] : []));
}

function moved(resource: Resource, days: number): Resource {
  const out: Record<string, unknown> = { ...resource };
  for (const name of DATES) {
    if (typeof out[name] === 'string')
      out[name] = new Date(Date.parse(out[name]) + days * DAY_MS).toISOString().slice(0, 10);
  }
  return out as unknown as Resource;
}
