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

/** Another outcome or horizon of the same model: `manifest.further` says what it is. */
export interface FurtherOutcome {
  readonly id: string;
  readonly outcome: Coding;
  readonly horizon?: string;
  /** 0–1; absent where the further answer is a value. */
  readonly probability?: number;
  readonly value?: number;
  readonly unit?: string;
  readonly interval?: Interval;
}

/** One point of a survival curve: the probability 0–1 of no event by then, with its band. */
export interface CurvePoint {
  readonly months: number;
  readonly survival: number;
  readonly low: number;
  readonly high: number;
}

/** What every answer carries that is not an abstention. */
interface Answered {
  readonly model: ModelRef;
  readonly outcome: Coding;
  readonly risk: QualitativeRisk;
  readonly indicator: 'info' | 'warning' | 'critical';
  /** Name of the band, where the scale has names: "Child-Pugh class B". */
  readonly band?: string;
  readonly comparison?: Comparison;
  readonly contributions: readonly Contribution[];
  readonly evidence: Evidence;
  /** Sentences on what limits this answer (values clipped to the range of the training data, ...). */
  readonly cautions: readonly string[];
  readonly further?: readonly FurtherOutcome[];
}

/** What every family returns when it could predict. Probabilities are 0–1. */
export interface Prediction extends Answered {
  readonly kind: 'prediction';
  /** ISO 8601 duration; absent where the manifest says until when instead. */
  readonly horizon?: string;
  readonly probability: number;
  /** Absent where nothing is known of it: published equations come without one. */
  readonly interval?: Interval;
  readonly curve?: readonly CurvePoint[];
}

/** An answer that is no probability: points, an estimated filtration rate, an age. Contributions are in its unit. */
export interface Score extends Answered {
  readonly kind: 'score';
  readonly horizon?: string;
  readonly value: number;
  /** UCUM. */
  readonly unit?: string;
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
  readonly horizon?: string;
  readonly reason: AbstentionReason;
  /** One line: "creatinine is missing (none in 12 months)". */
  readonly because: string;
  /** The concepts the reason is about. */
  readonly concepts: readonly string[];
  readonly evidence: Evidence;
}

/** Where on a picture the answer comes from: the picture with a heat map over it. */
export interface PictureExplanation {
  readonly png: Uint8Array;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** What it shows, for who cannot see it: "warmest in the lower left of the picture". */
  readonly description: string;
}

export type ModelOutput = Prediction | Score | Abstention;
