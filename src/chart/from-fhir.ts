import type { Patient } from '@medplum/fhirtypes';
import type { Problem } from '../kernel/errors.ts';
import type { Fields } from '../kernel/json-object.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { conceptOf } from './catalogue.ts';
import type { Entry } from './entry.ts';
import { readEntries } from './entry-reader.ts';
import type { Located } from './located.ts';
import { indexObservation, type ObservationIndex } from './observation-index.ts';
import { checkPatient } from './patient-elements.ts';
import { readPatient } from './patient-reader.ts';
import { missing } from './readings.ts';
import { readEntrySeries, seriesOfOne } from './series.ts';
import { subjectOf } from './subject.ts';
import type { InputSpec, PatientChart, Reading, Series } from './types.ts';

export type { Located } from './located.ts';

export interface FhirRecord {
  /** Whose chart it must be: everything that belongs to anybody else is refused. */
  readonly patientId: string;
  readonly patient: Located;
  readonly observations: readonly Located[];
  readonly now: Date;
  /** Base of the server that the data is from, where it is known. */
  readonly fhirServer?: string;
}

/**
 * A chart from a Patient and Observations (R4) that nobody checked yet. Elements that no model reads are not looked at.
 *
 * Fails with `wrong-resource-type`, `wrong-patient` (also for an Observation without a subject), `required-field` or
 * `invalid-field`, each with the expression of the element. A value that cannot be used is no failure but an answer of
 * `read`, which throws RangeError for a concept that is not in the catalogue.
 */
export function chartFromFhir(record: FhirRecord): Result<PatientChart> {
  const { patient, patientId, now } = record;
  const wrong = checkPatient(patient, patientId);
  if (wrong) return err(wrong);
  const index: ObservationIndex = new Map();
  const problem = indexAll(record, index);
  if (problem) return err(problem);
  return ok({
    patient: patient.resource as Patient,
    now,
    read: (spec) => read(spec, patient.resource as Fields, index, now),
    readSeries: (spec) => readSeries(spec, patient.resource as Fields, index, now),
  });
}

function indexAll(
  { observations, patientId, fhirServer }: FhirRecord,
  index: ObservationIndex,
): Problem | undefined {
  const isSubject = subjectOf(patientId, fhirServer);
  for (const observation of observations) {
    const problem = indexObservation(observation, isSubject, index);
    if (problem) return problem;
  }
  return undefined;
}

const NONE: readonly Entry[] = [];

function read(spec: InputSpec, patient: Fields, index: ObservationIndex, now: Date): Reading {
  const entries = index.get(spec.concept) ?? NONE;
  switch (conceptOf(spec.concept).kind) {
    case 'quantity':
    case 'coded':
      return readEntries(entries, spec, now);
    case 'patient':
      return readPatient(spec, { patient, entries, now });
    // Conditions and medications are not part of the record that this is made from.
    case 'condition':
    case 'medication':
      return missing(spec, 'none');
  }
}

function readSeries(spec: InputSpec, patient: Fields, index: ObservationIndex, now: Date): Series {
  const { kind } = conceptOf(spec.concept);
  if (kind === 'quantity' || kind === 'coded')
    return readEntrySeries(index.get(spec.concept) ?? NONE, spec, now);
  return seriesOfOne(read(spec, patient, index, now), now);
}
