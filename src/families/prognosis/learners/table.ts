/** Rows of numbers that a learner sees: NaN where a value is missing. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: number;
  /** Row-major, `rows * columns.length`. */
  readonly data: Float64Array;
}

/** One column of a table. */
export const columnOf = ({ columns, rows, data }: Table, column: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) => data[i * columns.length + column]!);

/** What is learned. */
export type Target =
  | { readonly kind: 'binary'; readonly y: Uint8Array }
  | { readonly kind: 'numeric'; readonly y: Float64Array }
  /** `event` 1 where `time` is that of the event, 0 where follow-up ended then. */
  | { readonly kind: 'survival'; readonly time: Float64Array; readonly event: Uint8Array };

export interface TableFitOptions {
  readonly seed: number;
  /** One per row; 1 unless given. */
  readonly weights?: Float64Array;
  /** Whose row it is: rows of one number are resampled together. Each row is its own unless given. */
  readonly groups?: Int32Array;
  readonly workers?: number;
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** A fitted learner on its additive scale: log-odds (binary), log relative hazard (survival), the mean (numeric). */
export interface FittedTable {
  predict(table: Table): Float64Array;
  /** The member of a `blend` weights file that computes the same; undefined where this learner is never served. */
  toMember(): unknown;
}

/** One way to learn from a table: every learner of the family has this form. Deterministic for a seed. */
export interface TableLearner {
  readonly name: string;
  readonly description: string;
  /** Everything that shapes a fit: what was learned with other options is another thing. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly supports: readonly Target['kind'][];
  fit(table: Table, target: Target, options: TableFitOptions): Promise<FittedTable>;
}
