import { conceptOf } from '../chart/catalogue.ts';
import { observationCodings } from '../chart/codes.ts';
import { withSources } from '../chart/derived.ts';
import type { HookContext } from './hook-definition.ts';

export const PATIENT_KEY = 'patient';
export const OBSERVATIONS_KEY = 'observations';
export const CONDITIONS_KEY = 'conditions';
export const MEDICATIONS_KEY = 'medications';
export const IMAGING_KEY = 'imaging';

/** Large enough that one page holds the recent history of every code asked for. */
const PAGE_SIZE = 500;

/** A study may list thousands of pictures, and only recent ones matter. */
const STUDIES = 10;

/**
 * The prefetch templates of a service, generated from the concepts its models declare and those that they may be derived
 * from, within the query restrictions of CDS Hooks 2.0.1 ("Prefetch query restrictions"): instance read, token search,
 * `_sort`, `_count`. Observations come newest first, so that a first page already holds the values that matter.
 * Conditions and medications are asked for without codes: those of the catalogue have descendants and products, which a
 * search by code would not find. Of the ImagingStudies the newest are asked for.
 */
export function prefetchTemplates(concepts: readonly string[]): Readonly<Record<string, string>> {
  const needed = withSources(concepts);
  const kinds = new Set(needed.map((id) => conceptOf(id).kind));
  const codes = observationCodings(needed).map(({ system, code }) => `${system}|${code}`);
  return {
    [PATIENT_KEY]: 'Patient/{{context.patientId}}',
    ...(codes.length > 0
      ? { [OBSERVATIONS_KEY]: searchFor('Observation', `code=${codes.join(',')}&_sort=-date`) }
      : {}),
    ...(kinds.has('condition') ? { [CONDITIONS_KEY]: searchFor('Condition') } : {}),
    ...(kinds.has('medication')
      ? { [MEDICATIONS_KEY]: searchFor('MedicationRequest', 'status=active') }
      : {}),
    ...(kinds.has('image') ? { [IMAGING_KEY]: searchFor('ImagingStudy', '_sort=-started', STUDIES) } : {}),
  };
}

const searchFor = (type: string, query = '', count = PAGE_SIZE): string =>
  `${type}?${['patient={{context.patientId}}', query, `_count=${count}`].filter(Boolean).join('&')}`;

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
