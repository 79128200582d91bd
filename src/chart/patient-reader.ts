import type { UsedInput } from '../kernel/evidence.ts';
import { type Fields, isObject } from '../kernel/json-object.ts';
import { ageAt } from './age.ts';
import { ownValue } from './canonical-value.ts';
import { conceptOf } from './catalogue.ts';
import type { Entry } from './entry.ts';
import { readEntries } from './entry-reader.ts';
import { referenceTo } from './fhir-elements.ts';
import { raceOf } from './race.ts';
import { missing, unusable, used } from './readings.ts';
import { countryOfResidence, livesInNorthAmerica, riskRegionOf } from './residence.ts';
import { isFuture } from './time-window.ts';
import type { InputSpec, Reading } from './types.ts';

/** A Patient that `checkPatient` found nothing wrong with, and the Observations of the concept that is read. */
export interface PatientFacts {
  readonly patient: Fields;
  readonly entries: readonly Entry[];
  readonly now: Date;
}

/** The readers of the concepts of kind `patient`, by id. */
const READERS: ReadonlyMap<string, (spec: InputSpec, facts: PatientFacts) => Reading> = new Map([
  ['age', readAge],
  ['sex', readSex],
  ['deceased', readDeceased],
  ['race', (spec, { patient }) => stated(spec, raceOf(patient), patient)],
  ['residence-in-north-america', (spec, { patient }) => stated(spec, livesInNorthAmerica(patient), patient)],
  ['cardiovascular-risk-region', (spec, { patient }) => stated(spec, riskRegionOf(patient), patient)],
  ['country-of-residence', (spec, { patient }) => stated(spec, countryOfResidence(patient), patient)],
]);

/** Reads a concept of kind `patient`. What is known of a person does not age: windows do not apply. */
export function readPatient({ concept, required, comparator }: InputSpec, facts: PatientFacts): Reading {
  const spec = { concept, required, comparator };
  return READERS.get(concept)?.(spec, facts) ?? missing(spec, 'none');
}

/** What the resource states, as it stands. */
function stated(spec: InputSpec, value: unknown, patient: Fields): Reading {
  if (value === undefined) return missing(spec, 'none');
  const read = ownValue(conceptOf(spec.concept), value);
  if ('reason' in read) return unusable(spec, read.reason, origin(patient));
  return used({ concept: spec.concept, ...read, ...origin(patient) });
}

function readAge(spec: InputSpec, { patient, now }: PatientFacts): Reading {
  const { birthDate } = patient;
  if (typeof birthDate !== 'string') return missing(spec, 'none');
  if (isFuture(Date.parse(birthDate), now)) return unusable(spec, 'future-dated', origin(patient));
  const read = ownValue(conceptOf('age'), Math.max(0, ageAt(birthDate, now)));
  if ('reason' in read) return unusable(spec, read.reason, origin(patient));
  return used({ concept: 'age', ...read, unit: 'a', ...origin(patient) });
}

const origin = (patient: Fields): Pick<UsedInput, 'source'> => {
  const source = referenceTo('Patient', patient);
  return source === undefined ? {} : { source };
};

/**
 * Sex at birth: the extension of US Core, then an Observation of LOINC 76689-9, then `Patient.gender`. The first that
 * says something decides; "unknown" and "not asked" say nothing.
 */
function readSex(spec: InputSpec, facts: PatientFacts): Reading {
  const { patient } = facts;
  const stated = BIRTH_SEXES.get(birthSexOf(patient));
  return stated
    ? sexOf(spec, stated, patient)
    : (observedSex(spec, facts) ?? administrativeSex(spec, patient));
}

const BIRTH_SEX = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex';

function birthSexOf({ extension }: Fields): unknown {
  const list = Array.isArray(extension) ? extension : [];
  return list.find((e) => isObject(e) && e.url === BIRTH_SEX)?.valueCode;
}

/** The codes of the value set birthsex of US Core that say something. */
const BIRTH_SEXES: ReadonlyMap<unknown, string> = new Map([
  ['M', 'male'],
  ['F', 'female'],
  ['OTH', 'other'],
]);

function sexOf(spec: InputSpec, sex: unknown, patient: Fields): Reading {
  const read = ownValue(conceptOf('sex'), sex);
  if ('reason' in read) return unusable(spec, read.reason, origin(patient));
  return used({ concept: 'sex', ...read, ...origin(patient) });
}

/** Nothing where the Observations leave it open; an answer that is neither male nor female does not. */
function observedSex(spec: InputSpec, { entries, now }: PatientFacts): Reading | undefined {
  const reading = readEntries(entries, spec, now);
  if (reading.state === 'missing') return undefined;
  if (reading.state === 'used') return { ...reading, input: undatedInput(reading.input) };
  return OPEN_SEX.has(reading.input.reason) ? reading : undefined;
}

/** Reasons why an Observation of sex decides, although it gives none. */
const OPEN_SEX: ReadonlySet<string> = new Set(['unknown-code', 'contradictory']);

/** Sex at birth is constant: the date says when it was asked. */
const undatedInput = ({ date: _, ...input }: UsedInput): UsedInput => input;

const administrativeSex = (spec: InputSpec, patient: Fields): Reading =>
  patient.gender === undefined ? missing(spec, 'none') : sexOf(spec, patient.gender, patient);

/** A date of death, or a statement either way; without either, nothing is known. */
function readDeceased(spec: InputSpec, { patient }: PatientFacts): Reading {
  const { deceasedBoolean, deceasedDateTime: date } = patient;
  if (typeof date === 'string') return used({ concept: 'deceased', value: true, date, ...origin(patient) });
  if (typeof deceasedBoolean !== 'boolean') return missing(spec, 'none');
  return used({ concept: 'deceased', value: deceasedBoolean, ...origin(patient) });
}
