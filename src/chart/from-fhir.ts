import type { Patient } from '@medplum/fhirtypes';
import type { Problem } from '../kernel/errors.ts';
import type { UnreadEntry } from '../kernel/evidence.ts';
import type { Fields } from '../kernel/json-object.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { conceptOf } from './catalogue.ts';
import { indexCondition } from './condition-index.ts';
import type { Entry } from './entry.ts';
import { readEntries } from './entry-reader.ts';
import { readImaging } from './imaging.ts';
import type { Located } from './located.ts';
import { indexMedication, medicationsAmong } from './medication-index.ts';
import { indexObservation, type ObservationIndex } from './observation-index.ts';
import { checkPatient } from './patient-elements.ts';
import { readPatient } from './patient-reader.ts';
import { emptyPresence, type PresenceIndex } from './presence.ts';
import { heldEntries, readPresence } from './presence-reader.ts';
import { readEntrySeries, seriesOfOne } from './series.ts';
import { subjectOf } from './subject.ts';
import type { InputSpec, PatientChart, Reading, Series } from './types.ts';
import { withDerived } from './with-derived.ts';

export type { Located } from './located.ts';

export interface FhirRecord {
  /** Whose chart it must be: everything that belongs to anybody else is refused. */
  readonly patientId: string;
  readonly patient: Located;
  readonly observations: readonly Located[];
  /** Every Condition of the person; absent when they were not asked for, and then nothing is known of any. */
  readonly conditions?: readonly Located[] | undefined;
  /** Every MedicationRequest and MedicationStatement, perhaps with Medications; absent as above. */
  readonly medications?: readonly Located[] | undefined;
  /** ImagingStudies, perhaps with Endpoints; absent as above. */
  readonly imaging?: readonly Located[] | undefined;
  readonly now: Date;
  /** Base of the server that the data is from, where it is known. */
  readonly fhirServer?: string;
}

/** What a record holds, by concept. */
interface Indexes {
  readonly patient: Fields;
  readonly observations: ObservationIndex;
  readonly conditions: PresenceIndex | undefined;
  readonly medications: PresenceIndex | undefined;
  readonly now: Date;
}

/**
 * A chart from resources (R4) that nobody checked yet. Elements that no model reads are not looked at.
 *
 * Fails with `wrong-resource-type`, `wrong-patient` (also for a resource without a subject), `required-field` or
 * `invalid-field`, each with the expression of the element. A value that cannot be used is no failure but an answer of
 * `read`, which throws RangeError for a concept that is not in the catalogue.
 */
export function chartFromFhir(record: FhirRecord): Result<PatientChart> {
  const { patient, patientId, now } = record;
  const wrong = checkPatient(patient, patientId);
  if (wrong) return err(wrong);
  const indexes: Indexes = {
    patient: patient.resource as Fields,
    observations: new Map(),
    conditions: record.conditions && emptyPresence(),
    medications: record.medications && emptyPresence(),
    now,
  };
  const problem = indexAll(record, indexes);
  if (problem) return err(problem);
  const imaging = record.imaging && readImaging(record.imaging, subjectOf(patientId, record.fhirServer));
  if (imaging && !imaging.ok) return imaging;
  const own = {
    now,
    read: (spec: InputSpec) => read(spec, indexes),
    readSeries: (spec: InputSpec) => readSeries(spec, indexes),
  };
  return ok({
    ...withDerived(own),
    unread: unreadOf(indexes),
    patient: patient.resource as Patient,
    ...(imaging ? { imaging: imaging.value } : {}),
  });
}

const unreadOf = ({ conditions, medications }: Indexes): readonly UnreadEntry[] => [
  ...namesIn(conditions, 'condition'),
  ...namesIn(medications, 'medication'),
];

const namesIn = (index: PresenceIndex | undefined, list: UnreadEntry['list']): readonly UnreadEntry[] =>
  [...new Set(index?.unread)].sort().map((name) => ({ list, name }));

function indexAll(
  record: FhirRecord,
  { observations, conditions, medications }: Indexes,
): Problem | undefined {
  const isSubject = subjectOf(record.patientId, record.fhirServer);
  const known = medicationsAmong(record.medications ?? []);
  return (
    firstProblem(record.observations, (o) => indexObservation(o, isSubject, observations)) ??
    firstProblem(record.conditions, (c) => conditions && indexCondition(c, isSubject, conditions)) ??
    firstProblem(record.medications, (m) => medications && indexMedication(m, isSubject, known, medications))
  );
}

function firstProblem(
  resources: readonly Located[] = [],
  index: (located: Located) => Problem | undefined,
): Problem | undefined {
  for (const located of resources) {
    const problem = index(located);
    if (problem) return problem;
  }
  return undefined;
}

const NONE: readonly Entry[] = [];

function read(spec: InputSpec, { patient, observations, conditions, medications, now }: Indexes): Reading {
  const entries = observations.get(spec.concept) ?? NONE;
  const concept = conceptOf(spec.concept);
  switch (concept.kind) {
    case 'quantity':
      return readEntries(entries, spec, now);
    case 'coded':
      return readEntries([...entries, ...heldEntries(concept, conditions, now)], spec, now);
    case 'patient':
      return readPatient(spec, { patient, entries, now });
    case 'condition':
      return readPresence(conditions, spec, now);
    case 'medication':
      return readPresence(medications, spec, now);
    case 'image':
      return { state: 'missing', input: { concept: spec.concept, required: spec.required, reason: 'none' } };
  }
}

function readSeries(spec: InputSpec, indexes: Indexes): Series {
  const { kind } = conceptOf(spec.concept);
  if (kind === 'quantity' || kind === 'coded')
    return readEntrySeries(indexes.observations.get(spec.concept) ?? NONE, spec, indexes.now);
  return seriesOfOne(read(spec, indexes), indexes.now);
}
