import { transformed } from '../../../inference/runtimes/features.ts';
import { type Cohort, column } from '../cohort.ts';
import { leastSquares } from './em.ts';
import { demographicFeatures, designOf } from './fit.ts';
import type { InputSpecification, Specification } from './specification.ts';

/** Concept → survey cycle → how far its assay read above the reference cycles, on the transformed scale. */
export type AssayOffsets = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * Laboratories and methods changed between survey cycles. The offset of a cycle is what is left of the difference of
 * its mean to the reference cycles after age (spline), sex and their interaction, by least squares.
 * Only cycles of the training people get one; a new person's value is taken as it is.
 */
export function fitOffsets(training: Cohort, spec: Specification): AssayOffsets {
  const present = new Set(training.groups.get(training.entryGroup));
  const known = spec.referenceAssays.filter((cycle) => present.has(cycle));
  const reference = known.length > 0 ? known : [[...present].sort().at(-1)!];
  const demographic = demographicDesign(training, spec);
  const inputs = spec.inputs.filter((input) => input.harmonise);
  return new Map(inputs.map((i) => [i.concept, offsetsFor(training, i, demographic, new Set(reference))]));
}

/** Age spline, sex and every product of the two, row-major. */
function demographicDesign(training: Cohort, spec: Specification) {
  const everyAgeBySex = { ...spec, age: { ...spec.age, bySex: spec.age.knots.length - 2 } };
  return designOf(training, demographicFeatures(everyAgeBySex)).matrix;
}

function offsetsFor(
  training: Cohort,
  input: InputSpecification,
  demographic: { readonly columns: number; readonly data: Float64Array },
  reference: ReadonlySet<string>,
): Map<string, number> {
  const raw = column(training, input.concept);
  const rows = [...raw.keys()].filter((i) => !Number.isNaN(raw[i]!));
  const cycles = training.groups.get(training.entryGroup)!;
  const cycleDummies = dummies(rows.map((i) => cycles[i]!));
  if (cycleDummies.levels.length < 2) return new Map();
  const design = rows.flatMap((i, k) => [
    1,
    ...demographic.data.subarray(i * demographic.columns, (i + 1) * demographic.columns),
    ...cycleDummies.of(k),
  ]);
  const y = Float64Array.from(rows, (i) => transformed(input, raw[i]!));
  const columns = design.length / rows.length;
  const fitted = leastSquares(Float64Array.from(design), y, columns);
  const others = cycleDummies.levels.length - 1;
  const effect = [0, ...fitted.subarray(columns - others)];
  const byCycle = new Map(cycleDummies.levels.map((level, l) => [level, effect[l]!]));
  return relativeTo(
    byCycle,
    rows.map((i) => cycles[i]!),
    reference,
  );
}

/** Treatment coding: the first level in order is the baseline. */
function dummies(values: readonly string[]) {
  const levels = [...new Set(values)].sort();
  const place = new Map(levels.map((level, l) => [level, l]));
  const of = (k: number) => levels.slice(1).map((_, l) => (place.get(values[k]!) === l + 1 ? 1 : 0));
  return { levels, of };
}

function relativeTo(
  effects: Map<string, number>,
  cycles: readonly string[],
  reference: ReadonlySet<string>,
): Map<string, number> {
  const inReference = cycles.filter((c) => reference.has(c));
  const level = inReference.reduce((sum, c) => sum + effects.get(c)!, 0) / Math.max(inReference.length, 1);
  return new Map([...effects].map(([c, e]) => [c, reference.has(c) ? 0 : e - level]));
}

/** The cohort with its values moved to the reference assays. Values at a detection limit stay there. */
export function harmonised(cohort: Cohort, spec: Specification, offsets: AssayOffsets): Cohort {
  const cycles = cohort.groups.get(cohort.entryGroup)!;
  const inputs = new Map(cohort.inputs);
  for (const input of spec.inputs) {
    const shift = offsets.get(input.concept);
    if (!shift) continue;
    inputs.set(
      input.concept,
      column(cohort, input.concept).map((raw, i) => shifted(input, raw, shift.get(cycles[i]!) ?? 0)),
    );
  }
  return { ...cohort, inputs };
}

function shifted(input: InputSpecification, raw: number, offset: number): number {
  if (offset === 0 || Number.isNaN(raw)) return raw;
  const x = transformed(input, raw) - offset;
  if (input.transform === 'identity') return x;
  return input.transform === 'log' ? Math.exp(x) : Math.expm1(x);
}
