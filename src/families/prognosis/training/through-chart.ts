import { chartFromValues } from '../../../chart/from-values.ts';
import { type Selection, selectInputs } from '../../../chart/select.ts';
import type { Chart } from '../../../chart/types.ts';
import type { Manifest } from '../../../inference/manifest.ts';
import type { EvidenceValue } from '../../../kernel/evidence.ts';
import { type Cohort, subset, valuesOf } from '../cohort.ts';
import { abstentionOn } from '../serve/abstention.ts';

/** Data sets give values without a date: each person's chart is read on the day they were taken. */
const READ_AT = new Date('2026-01-01T00:00:00Z');

export const chartOf = (cohort: Cohort, row: number): Chart =>
  chartFromValues({ now: READ_AT, values: valuesOf(cohort, row) });

/**
 * The people whom the model would answer for, with their inputs as a chart reads them: implausible values are gone,
 * and people whom the manifest excludes or who lack something required are left out.
 */
export function throughChart(cohort: Cohort, manifest: Manifest): Cohort {
  const selections = cohort.ids.map((_, row) => selectionFor(cohort, row, manifest));
  const inputs = new Map(cohort.inputs);
  for (const { concept } of manifest.inputs) {
    const codes = cohort.codes.get(concept);
    inputs.set(
      concept,
      Float64Array.from(selections, (s) => numberOf(s?.values.get(concept), codes)),
    );
  }
  const kept = [...selections.keys()].filter((row) => selections[row] !== undefined);
  return subset({ ...cohort, inputs }, kept);
}

function selectionFor(cohort: Cohort, row: number, manifest: Manifest): Selection | undefined {
  const chart = chartOf(cohort, row);
  const selection: Selection = selectInputs(chart, manifest.inputs);
  return abstentionOn(chart, selection, manifest) ? undefined : selection;
}

function numberOf(
  value: EvidenceValue | undefined,
  codes: ReadonlyMap<EvidenceValue, number> | undefined,
): number {
  if (value === undefined) return Number.NaN;
  return codes?.get(value) ?? (typeof value === 'number' ? value : Number.NaN);
}
