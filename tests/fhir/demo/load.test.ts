import { resolve } from 'node:path';
import type { Observation, Patient, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { loadDemoPatients } from '../../../src/fhir/demo/index.ts';

const DIRECTORY = resolve(import.meta.dirname, '../../../demo/patients');
const DAY_MS = 86_400_000;

const loadAt = (now: string) => loadDemoPatients({ directory: DIRECTORY, now: new Date(now) });

const patients = (all: readonly Resource[]) => all.filter((r): r is Patient => r.resourceType === 'Patient');
const observations = (all: readonly Resource[]) =>
  all.filter((r): r is Observation => r.resourceType === 'Observation');

/** Birthdays that have passed, as a clinician counts. */
function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

const agesOn = (all: readonly Resource[], day: string) => patients(all).map((p) => ageOn(p.birthDate!, day));

/** How many days ago each test was. */
const testDays = (all: readonly Resource[], day: string) =>
  observations(all).map((o) => (Date.parse(day) - Date.parse(o.effectiveDateTime!)) / DAY_MS);

describe('loading demo patients', () => {
  it('finds fourteen people and their tests', async () => {
    const all = await loadAt('2026-01-15');
    expect(patients(all)).toHaveLength(14);
    expect(observations(all).length).toBeGreaterThan(300);
    expect(patients(all).length + observations(all).length).toBe(all.length);
  });

  it.each([
    '2025-12-31',
    '2026-01-15T23:59:59.999Z',
    '2026-01-16T00:00:00Z',
    '2026-07-15',
    '2026-11-23T12:00:00Z',
    '2028-02-29',
    '2035-12-31T23:00:00Z',
  ])('keeps ages and the days since a test: %s', async (now) => {
    const [written, moved] = await Promise.all([loadAt('2026-01-15'), loadAt(now)]);
    const today = now.slice(0, 10);
    expect(agesOn(moved, today)).toEqual(agesOn(written, '2026-01-15'));
    expect(testDays(moved, today)).toEqual(testDays(written, '2026-01-15'));
  });

  it('has nobody tested in the future', async () => {
    const now = '2026-11-23T00:00:00Z';
    expect(Math.min(...testDays(await loadAt(now), '2026-11-23'))).toBeGreaterThanOrEqual(0);
  });

  it('changes dates and nothing else', async () => {
    const without = (all: readonly Resource[]) =>
      all.map((resource) => ({ ...resource, birthDate: undefined, effectiveDateTime: undefined }));
    expect(without(await loadAt('2027-05-05'))).toEqual(without(await loadAt('2026-01-15')));
  });
});
