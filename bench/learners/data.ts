import type { Table, Target } from '../../src/families/prognosis/learners/table.ts';
import { seededRandom } from '../../src/statistics/random.ts';

export type Binary = Extract<Target, { kind: 'binary' }>;

export interface Part {
  readonly table: Table;
  readonly target: Binary;
}

/** Rows of chance: bends, a product, steps, skewed columns, noise, and a tenth of the values missing. */
export function simulatedPart(rows: number, seed: number, width = 40): Part {
  const random = seededRandom(seed);
  const data = new Float64Array(rows * width);
  const y = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    const x = data.subarray(i * width, (i + 1) * width);
    for (let j = 0; j < width; j++) x[j] = 2 * random() - 1;
    const eta =
      -2.2 +
      1.2 * x[0]! +
      Math.sin(3 * x[1]!) +
      1.5 * x[2]! * x[3]! +
      (x[4]! > 0.3 ? 1 : 0) +
      x[5]! ** 2 -
      0.8 * x[6]!;
    y[i] = random() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
    for (let j = 0; j < width; j++) {
      if (j % 4 === 2) x[j] = Math.exp(2 * x[j]!);
      if (random() < 0.1) x[j] = Number.NaN;
    }
  }
  const columns = Array.from({ length: width }, (_, j) => `x${j}`);
  return { table: { columns, rows, data }, target: { kind: 'binary', y } };
}

export const toCsv = ({ table, target }: Part): string =>
  rowsOf(table)
    .map((row, i) => [target.y[i], ...Array.from(row, (v) => (Number.isNaN(v) ? '' : v))].join(','))
    .join('\n');

export const rowsOf = ({ columns, rows, data }: Table): Float64Array[] =>
  Array.from({ length: rows }, (_, i) => data.subarray(i * columns.length, (i + 1) * columns.length));

/** Share of pairs, one with the outcome and one without, in which the former has the higher margin. */
export function auroc(margin: Float64Array, { y }: Binary): number {
  const order = [...margin.keys()].sort((a, b) => margin[a]! - margin[b]!);
  let ranks = 0;
  let cases = 0;
  order.forEach((i, k) => {
    if (!y[i]) return;
    ranks += k + 1;
    cases++;
  });
  return (ranks - (cases * (cases + 1)) / 2) / (cases * (y.length - cases));
}

export const logLoss = (margin: Float64Array, { y }: Binary): number =>
  margin.reduce((sum, m, i) => sum + Math.log1p(Math.exp(y[i] ? -m : m)), 0) / margin.length;
