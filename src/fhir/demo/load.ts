import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bundle, Resource } from '@medplum/fhirtypes';

/** The day on which the bundles are written: `scripts/demo/bundle.ts`. */
const REFERENCE_DAY = Date.parse('2026-01-15');
const DAY_MS = 86_400_000;

const HOUR_MS = 3_600_000;

/** Elements of the demo resources that hold a date or an instant. */
const DATES = [
  'birthDate',
  'effectiveDateTime',
  'onsetDateTime',
  'recordedDate',
  'authoredOn',
  'started',
] as const;

/**
 * The resources of every bundle in a folder, moved to `now`: a demo patient's tests stay as old as they were made to be.
 * Dates are moved by the whole days since the bundles' reference day, instants by the whole hours since its noon.
 */
export async function loadDemoPatients({
  directory,
  now,
}: {
  directory: string;
  now: Date;
}): Promise<readonly Resource[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).sort();
  const bundles = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(directory, name), 'utf8')) as Bundle),
  );
  const move = moving(now);
  return bundles.flatMap((b) => b.entry ?? []).flatMap((e) => (e.resource ? [moved(e.resource, move)] : []));
}

type Move = (written: string) => string;

function moving(now: Date): Move {
  const days = Math.floor((now.getTime() - REFERENCE_DAY) / DAY_MS);
  const noon = REFERENCE_DAY + DAY_MS / 2;
  const hours = Math.floor((now.getTime() - noon) / HOUR_MS);
  return (written) =>
    written.includes('T')
      ? new Date(Date.parse(written) + hours * HOUR_MS).toISOString()
      : new Date(Date.parse(written) + days * DAY_MS).toISOString().slice(0, 10);
}

function moved(resource: Resource, move: Move): Resource {
  const out: Record<string, unknown> = { ...resource };
  for (const name of DATES) if (typeof out[name] === 'string') out[name] = move(out[name]);
  if (resource.resourceType === 'Encounter' && resource.period?.start)
    out.period = { start: move(resource.period.start) };
  return out as unknown as Resource;
}
