/** What goes into a prognostic model, before anything is estimated. Plain data: a model folder states it. */
export interface Specification {
  readonly age: {
    /** Knots of age's spline, in years. */
    readonly knots: readonly number[];
    /** Older is computed as this age: the survey recorded no more. */
    readonly max: number;
    /** Nonlinear age columns that differ by sex, besides the linear one. */
    readonly bySex: number;
  };
  readonly inputs: readonly InputSpecification[];
  /** Share of the training values clipped at each end. */
  readonly clip: number;
  /** Ridge penalty on standardised columns. */
  readonly ridge: number;
  /** Follow-up used for estimation, in months: later deaths say less about the horizon. */
  readonly followUp: number;
  readonly horizon: number;
  /** Levels of the entry group (survey cycles, years of entry) whose level of risk the model states. */
  readonly era: readonly string[];
  /** Cycles whose assays are the reference, as far as the training data holds them; else the latest it holds. */
  readonly referenceAssays: readonly string[];
}

export interface InputSpecification {
  readonly concept: string;
  readonly transform: 'identity' | 'log' | 'log1p';
  readonly floor?: number;
  /** Of a restricted cubic spline at Harrell's quantiles; 0 for linear. */
  readonly knots: 0 | 3 | 4 | 5;
  /** Its effect may change linearly with age. */
  readonly byAge?: boolean;
  readonly bySex?: boolean;
  /** Assays changed between survey cycles: remove the shift of its mean that age, sex and ethnicity do not explain. */
  readonly harmonise?: boolean;
}

/** Quantiles for spline knots: Harrell, Regression Modeling Strategies, 2nd ed., table 2.3 (3, 4, 5 knots). */
export const KNOT_QUANTILES: Readonly<Record<3 | 4 | 5, readonly number[]>> = {
  3: [0.1, 0.5, 0.9],
  4: [0.05, 0.35, 0.65, 0.95],
  5: [0.05, 0.275, 0.5, 0.725, 0.95],
};
