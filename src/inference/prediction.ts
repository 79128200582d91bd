import type { Evidence, EvidenceValue } from '../kernel/evidence.ts';

export interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

export interface ModelRef {
  readonly name: string;
  readonly version: string;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Nominal coverage, 0–1, for example 0.95. */
  readonly level: number;
}

/** One input's share of the difference between this patient and the comparison person, on the risk scale (0–1). */
export interface Contribution {
  readonly concept: string;
  readonly effect: number;
  readonly value?: EvidenceValue;
  readonly unit?: string;
  readonly date?: string;
  /** The value was imputed by the model: its effect says nothing about this patient's own value. */
  readonly imputed?: boolean;
}

/** The person or group a risk is compared with. */
export interface Comparison {
  /** For sentences: "women aged 63". */
  readonly group: string;
  /** Probability 0–1 in that group. */
  readonly probability: number;
}

export type QualitativeRisk = 'negligible' | 'low' | 'moderate' | 'high' | 'certain';

/** What every family returns when it could predict. Probabilities are 0–1. */
export interface Prediction {
  readonly kind: 'prediction';
  readonly model: ModelRef;
  readonly outcome: Coding;
  /** ISO 8601 duration. */
  readonly horizon: string;
  readonly probability: number;
  readonly interval: Interval;
  readonly risk: QualitativeRisk;
  readonly indicator: 'info' | 'warning' | 'critical';
  readonly comparison?: Comparison;
  readonly contributions: readonly Contribution[];
  readonly evidence: Evidence;
  /** Sentences on what limits this prediction (values clipped to the range of the training data, ...). */
  readonly cautions: readonly string[];
}

export type AbstentionReason =
  | 'required-input-missing'
  | 'required-input-unusable'
  | 'not-applicable'
  | 'out-of-range'
  | 'failed';

/** The model was asked and declined. Never carries a number. */
export interface Abstention {
  readonly kind: 'abstention';
  readonly model: ModelRef;
  readonly outcome: Coding;
  readonly horizon: string;
  readonly reason: AbstentionReason;
  /** One line: "creatinine is missing (none in 12 months)". */
  readonly because: string;
  /** The concepts the reason is about. */
  readonly concepts: readonly string[];
  readonly evidence: Evidence;
}

export type ModelOutput = Prediction | Abstention;
