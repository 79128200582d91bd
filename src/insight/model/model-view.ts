/** What the model pages need to know of a model: a narrow view that the caller fills from manifest and catalogue. */
export interface ModelView {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly family: string;
  /** Display of the coded outcome: "Death". */
  readonly outcome: string;
  /** ISO 8601 duration. */
  readonly horizon: string;
  readonly intendedUse: {
    readonly purpose: string;
    readonly users: string;
    readonly population: string;
    readonly outOfScope: readonly string[];
    readonly limits: readonly string[];
    readonly regulatoryStatus: string;
  };
  readonly training: { readonly data: readonly string[]; readonly licence: string };
  readonly references: readonly string[];
  readonly inputs: readonly InputView[];
  readonly thresholds: readonly ThresholdView[];
  /** The parsed `metrics.json`, of any shape: the parts that are understood are shown. */
  readonly metrics?: unknown;
}

export interface InputView {
  readonly label: string;
  /** Printable codes: "LOINC 2160-0". */
  readonly codes: readonly string[];
  readonly unit?: string | undefined;
  readonly required: boolean;
  readonly window?: string | undefined;
  readonly stale?: string | undefined;
}

export interface ThresholdView {
  /** Probability 0–1; absent for the last, open band. */
  readonly below?: number | undefined;
  readonly risk: string;
  readonly indicator: string;
}
