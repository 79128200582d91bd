import type { DatedValue, GivenValue } from '../../../chart/from-values.ts';
import type { Result } from '../../../kernel/result.ts';
import type { TableLearner } from '../learners/table.ts';

/** What happened to each row of a data set. */
export type Outcome =
  /** 1 it happened, 0 it did not, −1 unknown: left out of training and of figures. */
  | { readonly kind: 'binary'; readonly status: Int8Array }
  /** `event` 1 the outcome, 2 a competing event, 0 the end of follow-up; `time` in months. */
  | { readonly kind: 'survival'; readonly time: Float64Array; readonly event: Uint8Array };

/** A score that came with the data, to compare the model with; NaN where it is missing. */
export interface Comparator {
  /** By row; higher means more likely. */
  readonly values: Float64Array;
  /** The values are probabilities 0–1 of the outcome, so that their calibration can be measured too. */
  readonly isRisk: boolean;
  /** Name of the outcome that it predicts. */
  readonly outcome: string;
  /** The horizon that it is for, where the model answers several of the same outcome. */
  readonly months?: number;
}

/** Rows of a data set as a chart would hold them, with what became of them. */
export interface TabularData {
  /** Of the content of the files, in a fixed order. */
  readonly sha256: string;
  readonly ids: readonly string[];
  /** Whose row it is: rows of one patient stay together in every split. */
  readonly patients: readonly string[];
  /** The instant at which every row's chart is read. */
  readonly now: Date;
  /** Values by concept id, in canonical units unless they name another; a list is a time series. */
  valuesOf(row: number): Readonly<Record<string, GivenValue | readonly DatedValue[]>>;
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Variable → level of each row: what results are broken down by. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly comparators: ReadonlyMap<string, Comparator>;
}

/** One number of a model's feature vector, computed from the chart: the same in training and in serving. */
export interface FeatureSpecification {
  readonly concept: string;
  /** Of the values in `hours` (default: of the window of the input); `latest` unless given. */
  readonly statistic?: Statistic | undefined;
  /** Hours before the chart is read, from the earlier to the later: `[48, 24]`. */
  readonly hours?: readonly [number, number] | undefined;
  /** 1 where the value is this one, 0 where it is another: one level of a coded concept. */
  readonly is?: string | number | boolean | undefined;
  /** Numbers for the values of a coded concept. */
  readonly codes?: Readonly<Record<string, number>> | undefined;
}

/** `slope` is per hour, by least squares; `count` is 0 where there is no value, the others are missing then. */
export type Statistic =
  | 'latest'
  | 'first'
  | 'min'
  | 'max'
  | 'mean'
  | 'median'
  | 'sd'
  | 'slope'
  | 'count'
  | 'sum';

/** What a model answers, and from which outcome of the data it learns it. */
export interface OutcomeRecipe {
  /** `primary`, or the id of an entry of `manifest.further`. */
  readonly answers: string;
  /** Name of an outcome of the data. */
  readonly outcome: string;
  /** Of a survival outcome: the horizon in months. */
  readonly months?: number;
  /** Suffix of its metrics (`6mo` in `auroc_6mo`); absent: none. */
  readonly suffix?: string;
  /** The learners that are blended, with their share on the log-odds or log-hazard scale. */
  readonly members: readonly { readonly learner: TableLearner; readonly share: number }[];
  /** What else is compared in `metrics.json`. */
  readonly candidates: readonly TableLearner[];
}

/** What `models/<name>/train.ts` exports as `recipe` for a model of the runtime `blend`. */
export interface TabularRecipe {
  readonly kind: 'tabular';
  /** Folder in the data directory that training reads by default. */
  readonly dataSet: string;
  /** A file, or a folder of files whatever they are called; `invalid-data` names the file and the missing columns. */
  readData(path: string): Promise<Result<TabularData>>;
  readonly features: readonly FeatureSpecification[];
  readonly outcomes: readonly OutcomeRecipe[];
  /** Whom the average person of the comparison stands for: "patients of an intensive care unit". */
  readonly population: string;
  readonly seed: number;
}
