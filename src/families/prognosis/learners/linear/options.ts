/** How strongly coefficients are drawn to zero, on columns of unit variance, against the log-likelihood of all rows. */
export type LinearPenalty =
  /** −ℓ(β) + ridge/2 Σβ² + lasso Σ|β|. */
  | { readonly kind: 'fixed'; readonly ridge: number; readonly lasso?: number }
  /**
   * λ((1 − mixing)/2 Σβ² + mixing Σ|β|) with the λ that predicts best in an internal cross-validation: mixing 0 is
   * ridge, 1 lasso, between them the elastic net (Zou & Hastie, J R Stat Soc B 2005;67:301).
   */
  | {
      readonly kind: 'chosen';
      readonly mixing: number;
      readonly folds?: number;
      /** How many values of λ are tried. */
      readonly strengths?: number;
    };

/** What differs for one column from what the data would suggest. */
export interface ColumnOptions {
  readonly transform?: 'identity' | 'log' | 'log1p';
  /** Of a restricted cubic spline; 0: a straight line. */
  readonly knots?: 0 | 3 | 4 | 5;
  /** Whether "not there" has a coefficient. */
  readonly missing?: boolean;
  readonly unpenalised?: boolean;
}

export interface LinearOptions {
  readonly penalty: LinearPenalty;
  /** Of columns with more than ten values, unless `columns` says otherwise. */
  readonly knots: 0 | 3 | 4 | 5;
  /** Share of the values clipped at each end. */
  readonly clip: number;
  /** An indicator is learned where at least this share of the rows has no value (and as many have one). */
  readonly missingFrom: number;
  readonly columns: Readonly<Record<string, ColumnOptions>>;
  /** Refits on rows drawn with replacement: they carry the interval. */
  readonly resamples: number;
}

export const LINEAR_DEFAULTS: LinearOptions = {
  penalty: { kind: 'chosen', mixing: 0 },
  knots: 0,
  clip: 0.005,
  missingFrom: 0.01,
  columns: {},
  resamples: 0,
};
