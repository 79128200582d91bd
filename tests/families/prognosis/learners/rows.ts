import type { Table, Target } from '../../../../src/families/prognosis/learners/table.ts';

/** Park and Miller's minimal standard generator: `reference/` draws the same rows in Python and R. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

type Of<K extends Target['kind']> = Extract<Target, { kind: K }>;

export interface Rows {
  readonly table: Table;
  readonly binary: Of<'binary'>;
  readonly numeric: Of<'numeric'>;
}

/** Five columns of few values, two of them with gaps, an outcome and a number. */
export function rows(count: number): Rows {
  const u = generator(4_711);
  const data = new Float64Array(count * 5);
  const y = new Uint8Array(count);
  const z = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const x = data.subarray(i * 5, (i + 1) * 5);
    for (let j = 0; j < 5; j++) x[j] = Math.floor(u() * 200) / 100 - 1;
    const eta = 2 * x[0]! + 3 * x[1]! * x[2]! + Math.sin(4 * x[3]!) - 0.5;
    y[i] = u() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
    z[i] = eta + u();
    if (u() < 0.3) x[1] = Number.NaN;
    if (u() < 0.2 && y[i]) x[4] = Number.NaN;
  }
  const table = { columns: ['a', 'b', 'c', 'd', 'e'], rows: count, data };
  return { table, binary: { kind: 'binary', y }, numeric: { kind: 'numeric', y: z } };
}

/** Three columns and censored, tied times. */
export function followedRows(count: number): { readonly table: Table; readonly target: Of<'survival'> } {
  const u = generator(4_711);
  const data = new Float64Array(count * 3);
  const time = new Float64Array(count);
  const event = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const x = [u() * 2 - 1, u() * 2 - 1, u() < 0.4 ? 1 : 0] as const;
    data.set(x, i * 3);
    const hazard = Math.exp(1.2 * x[0] * x[1] - 0.9 * x[1] + 0.5 * x[2]);
    const death = (-Math.log(u()) / hazard) * 10;
    const lost = u() * 25;
    time[i] = Math.ceil(Math.min(death, lost));
    event[i] = death <= lost ? 1 : 0;
  }
  return {
    table: { columns: ['a', 'b', 'c'], rows: count, data },
    target: { kind: 'survival', time, event },
  };
}

/** Some columns of some rows. */
export function part({ columns, rows, data }: Table, only: readonly number[], from = 0, to = rows): Table {
  const width = columns.length;
  const own = Float64Array.from({ length: (to - from) * only.length }, (_, k) => {
    const row = from + Math.floor(k / only.length);
    return data[row * width + only[k % only.length]!]!;
  });
  return { columns: only.map((j) => columns[j]!), rows: to - from, data: own };
}

/** With the mean 0 and the variance 1 over n, as scikit-learn's StandardScaler does. */
export function scaled({ columns, rows, data }: Table): Table {
  const width = columns.length;
  const out = Float64Array.from(data);
  for (let j = 0; j < width; j++) {
    const values = Array.from({ length: rows }, (_, i) => data[i * width + j]!);
    const mean = values.reduce((a, b) => a + b, 0) / rows;
    const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / rows);
    values.forEach((v, i) => {
      out[i * width + j] = (v - mean) / sd;
    });
  }
  return { columns, rows, data: out };
}

export const outcomesOf = ({ y }: Of<'binary'>, from: number, to: number): Of<'binary'> => ({
  kind: 'binary',
  y: y.slice(from, to),
});

/** Area under the ROC curve by counting pairs. */
export function auroc(margin: Float64Array, { y }: Of<'binary'>): number {
  let won = 0;
  let pairs = 0;
  for (const [i, a] of margin.entries()) {
    for (const [k, b] of margin.entries()) {
      if (!y[i] || y[k]) continue;
      pairs++;
      won += a > b ? 1 : a === b ? 0.5 : 0;
    }
  }
  return won / pairs;
}

export const logLoss = (margin: Float64Array, { y }: Of<'binary'>): number =>
  margin.reduce((sum, m, i) => sum + Math.log1p(Math.exp(y[i] ? -m : m)), 0) / margin.length;

/** Greatest difference. */
export const distance = (a: ArrayLike<number>, b: readonly number[]): number =>
  b.reduce((most, value, i) => Math.max(most, Math.abs(a[i]! - value)), 0);
