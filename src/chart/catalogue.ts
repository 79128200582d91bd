import { z } from 'zod';
import entries from './concepts.json' with { type: 'json' };

const code = z.strictObject({
  system: z.url(),
  code: z.string().min(1),
  display: z.string().min(1),
  /** The second source that has this code with this meaning; null where nothing but the first list was found. */
  verifiedIn: z.string().min(1).nullable(),
});

/** An answer code and the value that models see for it. */
const answer = z.strictObject({
  system: z.url(),
  code: z.string().min(1),
  value: z.union([z.boolean(), z.number(), z.string().min(1)]),
  display: z.string().min(1),
});

const range = z.strictObject({ min: z.number(), max: z.number() }).refine((r) => r.min < r.max);

const common = {
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens'),
  /** Readable in the middle of a sentence. */
  label: z.string().min(1),
  codes: z.array(code),
};

const quantity = z.strictObject({
  ...common,
  kind: z.literal('quantity'),
  /** Codes of Observations that carry the value as a component. */
  panels: z.array(code).default([]),
  /** Canonical UCUM unit: every value inside Kairos is in it. */
  unit: z.string().min(1),
  decimals: z.int().min(0).max(6),
  /** Physiological limits in the canonical unit: what lies outside is an error of measurement, entry or unit. */
  plausible: range,
  /** g/mol, where results are reported both by mass and by amount of substance. */
  molarMass: z.number().positive().optional(),
  /** Canonical value = slope * value + intercept. A concept that has these is converted by nothing else. */
  conversions: z
    .array(z.strictObject({ unit: z.string().min(1), slope: z.number(), intercept: z.number() }))
    .default([]),
  /** Spellings in use that are not UCUM (or mean something else there) → UCUM. */
  unitAliases: z.record(z.string().min(1), z.string().min(1)).default({}),
});

const coded = z.strictObject({
  ...common,
  kind: z.literal('coded'),
  values: z.array(answer).min(1),
  /** The condition that says yes as an Observation would. */
  heldBy: z.string().min(1).optional(),
});

/** Read from the Patient resource by code of their own (`patient-reader.ts`). */
const ofPatient = z.strictObject({
  ...common,
  kind: z.literal('patient'),
  unit: z.string().min(1).optional(),
  decimals: z.int().min(0).optional(),
  plausible: range.optional(),
  values: z.array(answer).optional(),
});

/** Has it: from the Conditions of the record, or a boolean in a chart made from a data set. */
const condition = z.strictObject({
  ...common,
  kind: z.literal('condition'),
  /** ICD-10 categories (`C45-C96`, a range of them, both inclusive) or codes whose descendants count as well. */
  icd10Prefixes: z.array(z.string().regex(/^[A-Z]\d[\dA-Z](\.[\dA-Z]{1,4}|-[A-Z]\d[\dA-Z])?$/)).default([]),
  /** The same for ICD-9-CM: categories (`410-414`, `V42`) or codes whose descendants count (`250.4`). */
  icd9Prefixes: z.array(z.string().regex(/^(\d{3}|V\d{2})(\.\d{1,2}|-\d{3})?$/)).default([]),
  /** It counts whenever it was: what is resolved (a stroke, a cancer) still matters. */
  persists: z.boolean().default(false),
});

/** Takes it: from MedicationRequests and MedicationStatements, or a boolean in a chart made from a data set. */
const medication = z.strictObject({ ...common, kind: z.literal('medication') });

/** A picture of the body: not in a chart of values, but in the ImagingStudies of the record. */
const image = z.strictObject({ ...common, kind: z.literal('image') });

const concept = z.discriminatedUnion('kind', [quantity, coded, ofPatient, condition, medication, image]);

export type Concept = z.output<typeof concept>;
export type QuantityConcept = z.output<typeof quantity>;
export type CodedConcept = z.output<typeof coded>;
export type CatalogueCode = z.output<typeof code>;

/** The clinical concepts that models may ask for, by id, in the order of `concepts.json`. */
export const concepts: ReadonlyMap<string, Concept> = new Map(
  z
    .array(concept)
    .parse(entries)
    .map((c) => [c.id, c]),
);

export const hasConcept = (id: string): boolean => concepts.has(id);

/** @throws RangeError for an unknown id: manifests are checked at boot, so it is a defect */
export function conceptOf(id: string): Concept {
  const found = concepts.get(id);
  if (!found) throw new RangeError(`there is no concept ${id} in src/chart/concepts.json`);
  return found;
}

/** Every code of a concept: its own and those of the panels that carry it. */
export const codesOf = (c: Concept): readonly CatalogueCode[] =>
  c.kind === 'quantity' ? [...c.codes, ...c.panels] : c.codes;
