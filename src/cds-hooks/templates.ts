import { observationCodings } from '../chart/codes.ts';
import type { HookContext } from './hook-definition.ts';

export const PATIENT_KEY = 'patient';
export const OBSERVATIONS_KEY = 'observations';

/** Large enough that one page holds the recent history of every code asked for. */
const PAGE_SIZE = 500;

/**
 * The prefetch templates of a service, generated from the concepts its models declare, within the query
 * restrictions of CDS Hooks 2.0.1 ("Prefetch query restrictions"): instance read, token search, `_sort`,
 * `_count`. Newest first, so that a first page already holds the values that matter.
 */
export function prefetchTemplates(concepts: readonly string[]): Readonly<Record<string, string>> {
  const codes = observationCodings(concepts).map(({ system, code }) => `${system}|${code}`);
  const patient = { [PATIENT_KEY]: 'Patient/{{context.patientId}}' };
  if (codes.length === 0) return patient;
  const query = `patient={{context.patientId}}&code=${codes.join(',')}&_sort=-date&_count=${PAGE_SIZE}`;
  return { ...patient, [OBSERVATIONS_KEY]: `Observation?${query}` };
}

/** Reference parameters of searches, and the type of what they refer to. */
const REFERENCES: Readonly<Record<string, string>> = {
  patient: 'Patient',
  subject: 'Patient',
  encounter: 'Encounter',
};

const BARE_REFERENCE = /([?&](patient|subject|encounter)=)(?=\{\{)/g;

/**
 * A template with its context tokens replaced: a relative FHIR URL. References get their type: R4 servers must understand
 * `patient=1` and `patient=Patient/1` (search, "reference"), and some understand only the latter.
 */
export function fillTemplate(template: string, context: HookContext): string {
  const values = context as unknown as Readonly<Record<string, unknown>>;
  const typed = template.replace(
    BARE_REFERENCE,
    (_, start: string, name: string) => `${start}${REFERENCES[name]}/`,
  );
  return typed.replace(/\{\{context\.(\w+)\}\}/g, (_, field: string) =>
    encodeURIComponent(String(values[field])),
  );
}
