import { z } from 'zod';
import { conceptOf } from './catalogue.ts';
import terms from './terms.json' with { type: 'json' };

/** Code → what it is called. */
const codes = z.record(z.string().regex(/^\d+$/), z.string().min(1)).default({});

const ofCondition = z.strictObject({
  /** What it is a kind of: whoever has it has those. */
  broader: z.array(z.string()).default([]),
  /** Further words by which people call it. */
  names: z.array(z.string().min(1)).default([]),
  /** SNOMED CT codes of its kinds, whose hierarchy is not at hand. */
  snomed: codes,
});

const ofMedication = z.strictObject({
  /** ATC codes, or how they start. */
  atc: z.array(z.string().regex(/^[A-Z]\d{2}[A-Z]{0,2}(\d{2})?$/)),
  names: z.array(z.string().min(1)).default([]),
  /** RxNorm codes of products, for orders that do not say what the code means. */
  rxnorm: codes,
});

export type ConditionTerms = z.output<typeof ofCondition>;
export type MedicationTerms = z.output<typeof ofMedication>;

/** Beyond the codes of the catalogue, how records say the same: `terms.json`, by concept. */
export const { conditions: conditionTerms, medications: medicationTerms } = load();

function load() {
  const file = z.strictObject({
    conditions: z.record(z.string(), ofCondition),
    medications: z.record(z.string(), ofMedication),
  });
  const { conditions, medications } = file.parse(terms);
  for (const { broader } of Object.values(conditions)) for (const id of broader) expectKind(id, 'condition');
  return { conditions: mapOf(conditions, 'condition'), medications: mapOf(medications, 'medication') };
}

function mapOf<T>(byConcept: Readonly<Record<string, T>>, kind: string): ReadonlyMap<string, T> {
  for (const id of Object.keys(byConcept)) expectKind(id, kind);
  return new Map(Object.entries(byConcept));
}

function expectKind(id: string, kind: string): void {
  if (conceptOf(id).kind !== kind) throw new RangeError(`${id} of src/chart/terms.json is no ${kind}`);
}

/** A condition and everything that it is a kind of. */
export function withBroader(id: string): readonly string[] {
  const broader = conditionTerms.get(id)?.broader ?? [];
  return [...new Set([id, ...broader.flatMap(withBroader)])];
}
