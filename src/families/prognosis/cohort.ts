import type { EvidenceValue } from '../../kernel/evidence.ts';
import type { Result } from '../../kernel/result.ts';
import type { Survival } from '../../statistics/survival.ts';

/** People of a data set, by column. What a model folder's `dataset.ts` makes of its files. */
export interface Cohort {
  readonly ids: readonly string[];
  /** Concept → value in its canonical unit, NaN where missing. Coded concepts as numbers, see `codes`. */
  readonly inputs: ReadonlyMap<string, Float64Array>;
  /** For coded concepts: the value that a chart would hold → its number. */
  readonly codes: ReadonlyMap<string, ReadonlyMap<EvidenceValue, number>>;
  readonly survival: Survival;
  /** Variable → level of each person: what results are broken down by. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** The group variable whose levels share their follow-up: survey cycle, year of entry. */
  readonly entryGroup: string;
  /** Published scores that came with the data: name → score (higher is worse), NaN where missing. */
  readonly scores: ReadonlyMap<string, Float64Array>;
}

/** What `models/<name>/dataset.ts` exports. */
export interface DatasetModule {
  /** Reads a file, or every file of a folder, whatever the files are called. */
  readCohort(path: string): Promise<Result<{ readonly cohort: Cohort; readonly sha256: string }>>;
}

/** A concept's column. @throws RangeError for a concept that the data set does not have */
export function column(cohort: Cohort, concept: string): Float64Array {
  const values = cohort.inputs.get(concept);
  if (!values) throw new RangeError(`the data set has no column for ${concept}`);
  return values;
}

/** Some people of a cohort, in the order of `rows`. */
export function subset(cohort: Cohort, rows: ArrayLike<number>): Cohort {
  const pick = (values: Float64Array) => Float64Array.from(rows, (i) => values[i]!);
  const chosen = Array.from(rows);
  return {
    ...cohort,
    ids: chosen.map((i) => cohort.ids[i]!),
    inputs: mapValues(cohort.inputs, pick),
    scores: mapValues(cohort.scores, pick),
    groups: mapValues(cohort.groups, (levels) => chosen.map((i) => levels[i]!)),
    survival: {
      time: pick(cohort.survival.time),
      event: Uint8Array.from(chosen, (i) => cohort.survival.event[i]!),
    },
  };
}

/** Positions of the people for whom `keep` holds. */
export function rowsWhere(cohort: Cohort, keep: (row: number) => boolean): Int32Array {
  return Int32Array.from([...cohort.ids.keys()].filter(keep));
}

/** A person as a chart would hold them: only what is known. */
export function valuesOf(cohort: Cohort, row: number): Record<string, EvidenceValue> {
  const known: Record<string, EvidenceValue> = {};
  for (const [concept, values] of cohort.inputs) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    known[concept] = decoded(cohort, concept, value);
  }
  return known;
}

function decoded(cohort: Cohort, concept: string, value: number): EvidenceValue {
  for (const [code, number] of cohort.codes.get(concept) ?? []) if (number === value) return code;
  return value;
}

/** Levels of a group variable as small integers. */
export function stratumOf(cohort: Cohort): Int32Array {
  const levels = cohort.groups.get(cohort.entryGroup) ?? [];
  const numbers = new Map([...new Set(levels)].map((level, i) => [level, i]));
  return Int32Array.from(cohort.ids, (_, i) => numbers.get(levels[i] ?? '') ?? 0);
}

const mapValues = <V, W>(map: ReadonlyMap<string, V>, f: (value: V) => W): Map<string, W> =>
  new Map([...map].map(([key, value]) => [key, f(value)]));
