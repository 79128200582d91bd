import { chartFromValues } from '../../../chart/from-values.ts';
import { selectInputs } from '../../../chart/select.ts';
import type { Chart } from '../../../chart/types.ts';
import type { Manifest } from '../../../inference/manifest.ts';
import { vectorFrom } from '../features/vector.ts';
import type { Table } from '../learners/table.ts';
import { abstentionOn } from '../serve/abstention.ts';
import type { FeatureSpecification, TabularData } from './tabular.ts';

/** The rows that the model would answer for, as the feature vectors that it would see. */
export interface ChartedTable {
  readonly table: Table;
  /** Row of the table → row of the data. */
  readonly rows: Int32Array;
}

export const chartOfRow = (data: TabularData, row: number): Chart =>
  chartFromValues({ now: data.now, values: data.valuesOf(row) });

/** Every row goes through the chart, as a patient does: implausible values and people not meant are left out. */
export function chartedTable(
  data: TabularData,
  manifest: Manifest,
  features: readonly FeatureSpecification[],
  onProgress?: (done: number, total: number) => void,
): ChartedTable {
  const vectors: Float64Array[] = [];
  const rows: number[] = [];
  for (let row = 0; row < data.ids.length; row++) {
    const chart = chartOfRow(data, row);
    const selection = selectInputs(chart, manifest.inputs);
    if (!abstentionOn(chart, selection, manifest)) {
      vectors.push(vectorFrom(features, selection, chart.now));
      rows.push(row);
    }
    if ((row + 1) % 2_000 === 0) onProgress?.(row + 1, data.ids.length);
  }
  return { table: tableOf(features, vectors), rows: Int32Array.from(rows) };
}

function tableOf(features: readonly FeatureSpecification[], vectors: readonly Float64Array[]): Table {
  const data = new Float64Array(vectors.length * features.length);
  vectors.forEach((vector, i) => {
    data.set(vector, i * features.length);
  });
  return { columns: features.map(nameOf), rows: vectors.length, data };
}

/** "heart-rate max 24-0h": for messages and for learners that treat some columns differently. */
export const nameOf = ({ concept, statistic, hours, is }: FeatureSpecification): string =>
  [concept, statistic, hours && `${hours.join('-')}h`, is === undefined ? undefined : `= ${is}`]
    .filter(Boolean)
    .join(' ');

/** Some rows of a table, in the order given. */
export function tableRows({ columns, data }: Table, rows: ArrayLike<number>): Table {
  const width = columns.length;
  const out = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    out.set(data.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
  }
  return { columns, rows: rows.length, data: out };
}
