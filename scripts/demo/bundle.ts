import { coded, component, measured, type Observed } from './observations.ts';

/** A row of the data set: column → text. */
export type Row = Readonly<Record<string, string | undefined>>;

export interface Slot {
  /** Invented: the data are de-identified. */
  readonly family: string;
  readonly daysAgo: number;
  readonly units: 'conventional' | 'si';
  readonly fits: (row: Row) => boolean;
}

/** The day on which every demo bundle is written; the demo EHR moves all dates by the days that passed since. */
export const REFERENCE_DAY = '2026-01-15';

/** Where the resources are said to come from: references between them resolve within the bundle. */
const BASE = 'https://kairos-cds.github.io/demo';

const DAY_MS = 86_400_000;

export const dayBefore = (days: number): string =>
  new Date(Date.parse(REFERENCE_DAY) - days * DAY_MS).toISOString().slice(0, 10);

/** Half a year after the birthday, so that moving dates by whole days rarely changes the age in years. */
export const birthDate = (age: number): string => `${Number(REFERENCE_DAY.slice(0, 4)) - age - 1}-07-15`;

/** One person as an R4 transaction: the Patient and an Observation for each value that was measured. */
export function bundleFor(id: string, row: Row, slot: Slot): object {
  const observations = observationsFor(row, slot.units).map((o, i) =>
    observation(id, i, o, dayBefore(slot.daysAgo)),
  );
  return transactionOf([patientFor(id, row, slot), ...observations]);
}

interface Identified {
  readonly resourceType: string;
  readonly id: string;
}

/** Every resource put under its own id. */
export const transactionOf = (resources: readonly Identified[]): object => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources.map((resource) => ({
    fullUrl: `${BASE}/${resource.resourceType}/${resource.id}`,
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  })),
});

/** Tells the people of the demo from others, and how they came to be. */
export const patientTag = (code: string, display: string): object => ({
  system: 'https://kairos-cds.github.io/fhir/CodeSystem/tag',
  code,
  display,
});

function patientFor(id: string, row: Row, { family }: Slot) {
  return {
    resourceType: 'Patient',
    id,
    meta: {
      tag: [patientTag('demo', 'Demo patient')],
    },
    extension: [
      {
        url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex',
        valueCode: row.sex === 'male' ? 'M' : 'F',
      },
    ],
    identifier: [
      { system: 'https://kairos-cds.github.io/fhir/NamingSystem/nhanes-sample', value: row.sample_id },
    ],
    name: [{ family, given: ['Demo'], text: `Demo ${family}` }],
    gender: row.sex,
    birthDate: birthDate(Number(row.age_years)),
  };
}

function observationsFor(row: Row, units: Slot['units']): Observed[] {
  return [...measured(row, units), ...component(row), ...coded(row)];
}

const observation = (patient: string, i: number, { category, code, ...rest }: Observed, date: string) => ({
  resourceType: 'Observation',
  id: `${patient}-${String(i + 1).padStart(2, '0')}`,
  status: 'final',
  category: [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: category }] },
  ],
  code: { coding: [{ system: 'http://loinc.org', ...code }] },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: date,
  ...rest,
});
