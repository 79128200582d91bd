import type { TabularData } from '../../training/tabular.ts';
import type { Answered, Scored } from './report.ts';

/** Some rows of a data set, with what the model said of them, as a report takes them. */
export const scoredRows = (data: TabularData, rows: Int32Array, answers: readonly Answered[]): Scored => ({
  patients: Array.from(rows, (i) => data.patients[i]!),
  answers,
  groups: new Map([...data.groups].map(([name, levels]) => [name, Array.from(rows, (i) => levels[i]!)])),
  comparators: new Map(
    [...data.comparators].map(([name, c]) => [
      name,
      { ...c, values: Float64Array.from(rows, (i) => c.values[i]!) },
    ]),
  ),
});
