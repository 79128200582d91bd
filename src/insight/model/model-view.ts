/** What the model pages need to know of a model: a narrow view that the caller fills from manifest and catalogue. */
export interface ModelView {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly family: string;
  /** Display of the coded outcome: "Death". */
  readonly outcome: string;
  /** In the words of the model, which may be more exact: "In-hospital mortality". */
  readonly outcomeWords?: string;
  /** ISO 8601 duration; absent for scores of the present. */
  readonly horizon?: string;
  /** Present when the answer is no probability. */
  readonly score?: ScoreView;
  /** The answer is of what is there now. */
  readonly present?: boolean;
  /** Of a model that reads pictures. */
  readonly image?: PictureView;
  /** Other outcomes and horizons that it answers. */
  readonly further?: readonly string[];
  /** "Only for people with cirrhosis", "Not for pregnancy". */
  readonly conditions?: readonly string[];
  /** What must be shown with every answer. */
  readonly acknowledgement?: string;
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

/** When a model that reads pictures declines, and how it reads them. */
export interface PictureView {
  readonly declines: readonly string[];
  /** Name and words. */
  readonly reading: readonly (readonly [string, string])[];
  /** Percent from which on a finding counts as there. */
  readonly operatingPoint?: number;
}

export interface InputView {
  readonly label: string;
  /** Printable codes: "LOINC 2160-0". */
  readonly codes: readonly string[];
  readonly unit?: string | undefined;
  readonly required: boolean;
  readonly window?: string | undefined;
  readonly stale?: string | undefined;
  /** Every value of the window is read. */
  readonly series?: boolean;
  /** The clinician can act on it. */
  readonly modifiable?: boolean;
}

/** The scale of a score. */
export interface ScoreView {
  readonly label: string;
  /** Empty for one that goes without saying. */
  readonly unit: string;
  readonly decimals: number;
  /** "0 to 20" */
  readonly scale?: string;
}

export interface ThresholdView {
  /** Probability 0–1, or on the scale of the score; absent for the last, open band. */
  readonly below?: number | undefined;
  /** Name of the band, where the scale has names. */
  readonly band?: string | undefined;
  readonly risk: string;
  readonly indicator: string;
}
