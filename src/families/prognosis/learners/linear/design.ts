import { type LinearColumn, widthOf } from '../../../../inference/runtimes/blend-schema.ts';
import { fillColumn } from '../../../../inference/runtimes/linear-member.ts';
import type { Matrix } from '../design.ts';
import type { Table } from '../table.ts';

/** The columns of a linear model for every row, centred and of unit variance. */
export interface Design {
  /** In shared memory. */
  readonly matrix: Matrix;
  readonly centre: Float64Array;
  readonly scale: Float64Array;
}

export function designOf(table: Table, columns: readonly LinearColumn[]): Design {
  const size = columns.reduce((sum, column) => sum + widthOf(column), 0);
  const data = new Float64Array(new SharedArrayBuffer(8 * table.rows * size));
  const width = table.columns.length;
  for (let i = 0; i < table.rows; i++) {
    const row = data.subarray(i * size, (i + 1) * size);
    for (const column of columns) fillColumn(column, table.data[i * width + column.feature]!, row);
  }
  const matrix = { rows: table.rows, columns: size, data };
  return { matrix, ...standardise(matrix) };
}

/** In place. A column of one value becomes 0. */
function standardise({ rows, columns, data }: Matrix): Pick<Design, 'centre' | 'scale'> {
  const centre = new Float64Array(columns);
  const scale = new Float64Array(columns);
  for (let at = 0; at < data.length; at++) centre[at % columns]! += data[at]! / rows;
  for (let at = 0; at < data.length; at++) scale[at % columns]! += (data[at]! - centre[at % columns]!) ** 2;
  for (let j = 0; j < columns; j++) scale[j] = Math.sqrt(scale[j]! / rows) || 1;
  for (let at = 0; at < data.length; at++) {
    data[at] = (data[at]! - centre[at % columns]!) / scale[at % columns]!;
  }
  return { centre, scale };
}
