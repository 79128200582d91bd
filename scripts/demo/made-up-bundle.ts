import { type Concept, conceptOf } from '../../src/chart/catalogue.ts';
import { birthDate, dayBefore, patientTag, REFERENCE_DAY, transactionOf } from './bundle.ts';
import type { Diagnosis, Made, Person, Round, Stay } from './made-up.ts';
import { type DemoPicture, uidsOf } from './pictures.ts';

const HOUR_MS = 3_600_000;
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
const CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
const ACT = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';

/** The instant as of which the bundles are written is noon of the reference day. */
const hoursBefore = (hours: number): string =>
  new Date(Date.parse(`${REFERENCE_DAY}T12:00:00Z`) - hours * HOUR_MS).toISOString();

type When = { readonly hoursAgo?: number | undefined; readonly daysAgo?: number | undefined };

const dateOf = ({ hoursAgo, daysAgo = 0 }: When): string =>
  hoursAgo === undefined ? dayBefore(daysAgo) : hoursBefore(hoursAgo);

/** A made-up person as an R4 transaction. */
export function madeUpBundle(id: string, person: Person): object {
  const { diagnoses = [], medications = {}, stay } = person;
  const values = person.rounds.flatMap((round) => Object.entries(round.values).map(valueIn(round)));
  const numbered = (kind: string, i: number) => `${id}-${kind}-${String(i + 1).padStart(2, '0')}`;
  return transactionOf([
    patientFor(id, person),
    ...(stay ? [encounterFor(id, stay)] : []),
    ...diagnoses.map((d, i) => conditionFor(id, numbered('c', i), d)),
    ...Object.entries(medications).map(([concept, text], i) => orderFor(id, numbered('m', i), concept, text)),
    ...values.map(({ concept, value, when }, i) =>
      observationFor(id, numbered('o', i), concept, value, when),
    ),
    ...(person.picture ? [studyFor(id, person.picture)] : []),
  ]);
}

const valueIn =
  (when: Round) =>
  ([concept, value]: readonly [string, Made]) => ({ concept: conceptOf(concept), value, when });

const subject = (patient: string) => ({ reference: `Patient/${patient}` });

function patientFor(id: string, { family, sex, age, country }: Person) {
  return {
    resourceType: 'Patient',
    id,
    meta: { tag: [patientTag('demo', 'Demo patient'), patientTag('made-up', 'Made-up person')] },
    name: [{ family, given: ['Demo'], text: `Demo ${family}` }],
    gender: sex,
    birthDate: birthDate(age),
    ...(country ? { address: [{ use: 'home', country }] } : {}),
  };
}

const URI = 'urn:ietf:rfc:3986';
const DCM = 'http://dicom.nema.org/resources/ontology/DCM';

const BODY_SITES = {
  CHEST: { system: 'http://snomed.info/sct', code: '51185008', display: 'Thoracic structure' },
  BREAST: { system: 'http://snomed.info/sct', code: '76752008', display: 'Breast structure' },
} as const;

/** The archive of the demo is an Endpoint that Kairos makes when it starts: only then is its address known. */
function studyFor(patient: string, picture: DemoPicture) {
  const uids = uidsOf(patient, picture);
  const modality = { system: DCM, code: picture.modality };
  return {
    resourceType: 'ImagingStudy',
    id: `${patient}-study`,
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uids.study}` }],
    status: 'available',
    modality: [modality],
    subject: subject(patient),
    started: hoursBefore(picture.hoursAgo),
    endpoint: [{ reference: 'Endpoint/demo-archive' }],
    numberOfSeries: 1,
    numberOfInstances: 1,
    description: picture.description,
    series: [
      {
        uid: uids.series,
        number: 1,
        modality,
        description: picture.description,
        numberOfInstances: 1,
        bodySite: BODY_SITES[picture.bodyPart],
        instance: [
          {
            uid: uids.instance,
            sopClass: { system: URI, code: `urn:oid:${uids.sopClass}` },
            number: 1,
            title: picture.description,
          },
        ],
      },
    ],
  };
}

const CLASSES = {
  emergency: { system: ACT, code: 'EMER', display: 'emergency' },
  inpatient: { system: ACT, code: 'IMP', display: 'inpatient encounter' },
};

const encounterFor = (patient: string, { kind, hoursAgo, reason, leaves = false }: Stay) => ({
  resourceType: 'Encounter',
  id: `${patient}-encounter`,
  status: 'in-progress',
  class: CLASSES[kind],
  subject: subject(patient),
  period: { start: hoursBefore(hoursAgo) },
  reasonCode: [{ text: reason }],
  ...(leaves
    ? {
        hospitalization: {
          dischargeDisposition: {
            coding: [
              {
                system: 'http://terminology.hl7.org/CodeSystem/discharge-disposition',
                code: 'home',
                display: 'Home',
              },
            ],
          },
        },
      }
    : {}),
});

const conditionFor = (patient: string, id: string, { concept, text, ...when }: Diagnosis) => ({
  resourceType: 'Condition',
  id,
  clinicalStatus: { coding: [{ system: CLINICAL, code: 'active' }] },
  code: { coding: [codeOf(conceptOf(concept))], text },
  subject: subject(patient),
  onsetDateTime: dateOf(when),
});

const orderFor = (patient: string, id: string, concept: string, text: string) => ({
  resourceType: 'MedicationRequest',
  id,
  status: 'active',
  intent: 'order',
  medicationCodeableConcept: { coding: [codeOf(conceptOf(concept))], text },
  subject: subject(patient),
  authoredOn: dayBefore(30),
});

function codeOf({ id, codes }: Concept) {
  const [first] = codes;
  if (!first) throw new Error(`${id} has no code`);
  const { system, code, display } = first;
  return { system, code, display };
}

const VITAL_SIGNS = new Set([
  'systolic-blood-pressure',
  'diastolic-blood-pressure',
  'mean-arterial-pressure',
  'heart-rate',
  'respiratory-rate',
  'body-temperature',
  'oxygen-saturation',
  'body-height',
  'body-weight',
]);

function categoryOf({ id, kind }: Concept): string {
  if (VITAL_SIGNS.has(id)) return 'vital-signs';
  return kind === 'coded' ? 'exam' : 'laboratory';
}

const observationFor = (patient: string, id: string, concept: Concept, value: Made, when: When) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [{ coding: [{ system: CATEGORY, code: categoryOf(concept) }] }],
  code: { coding: [codeOf(concept)] },
  subject: subject(patient),
  effectiveDateTime: dateOf(when),
  ...answerOf(concept, value),
});

function answerOf(concept: Concept, made: Made): object {
  if (concept.kind === 'quantity') {
    const [value, code] = Array.isArray(made) ? made : [made, concept.unit];
    return { valueQuantity: { value, unit: code, system: 'http://unitsofmeasure.org', code } };
  }
  const answer = concept.kind === 'coded' && concept.values.find((v) => v.value === made);
  if (!answer) throw new Error(`${concept.id} has no answer ${String(made)}`);
  const { system, code, display } = answer;
  return { valueCodeableConcept: { coding: [{ system, code, display }] } };
}
