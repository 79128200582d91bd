import type { Extension, RiskAssessment, RiskAssessmentPrediction } from '@medplum/fhirtypes';
import { all, optional, part } from '../../findings/extension-parts.ts';
import { scoreOf } from '../../findings/trend.ts';
import { type CurvePoint, toCurve } from './curve.ts';
import { horizonDays } from './horizon.ts';
import { toUsed, type UsedRow } from './input-rows.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/** What is said of one outcome: a probability in percent, or a score in its unit. */
export interface Outcome {
  readonly outcome: string;
  readonly probability?: number;
  readonly score?: { readonly value: number; readonly unit?: string };
  readonly horizonDays?: number;
  readonly interval?: Interval;
  readonly rationale?: string;
}

/** The answer of a model. All probabilities are percent, as stored. */
export interface Estimate extends Outcome {
  /** Ends of the scale of a score. */
  readonly scale?: { readonly low: number; readonly high: number };
  /** It is of what was there when the picture was taken, and of nothing to come. */
  readonly present: boolean;
  readonly ages?: { readonly low: number; readonly high: number };
  readonly comparison?: { readonly group: string; readonly probability: number };
  readonly relativeRisk?: number;
  readonly qualitativeRisk?: string;
  /** Name of the band of a scale. */
  readonly band?: string;
  readonly further: readonly Outcome[];
  readonly curve: readonly CurvePoint[];
  readonly inputs: readonly UsedRow[];
}

/** Undefined where there is no number, or an impossible one. */
export function toEstimate({ prediction = [] }: RiskAssessment): Estimate | undefined {
  const [first, ...others] = prediction;
  const outcome = first && toOutcome(first);
  if (!outcome) return undefined;
  const { whenRange, whenPeriod, qualitativeRisk } = first;
  return {
    ...outcome,
    ...optional('scale', toScale(all(first, 'score-scale')[0])),
    present: whenPeriod?.start !== undefined && whenPeriod.start === whenPeriod.end,
    ...optional('ages', toAges(whenRange?.low?.value, whenRange?.high?.value)),
    ...optional('comparison', toComparison(all(first, 'comparison-group')[0])),
    ...optional('relativeRisk', first.relativeRisk),
    ...optional(
      'qualitativeRisk',
      qualitativeRisk?.coding?.[0]?.code ?? qualitativeRisk?.coding?.[0]?.display,
    ),
    ...optional('band', qualitativeRisk?.text),
    further: others.flatMap((p) => toOutcome(p) ?? []),
    curve: toCurve(all(first, 'survival-curve')[0]),
    inputs: all(first, 'input-contribution').map(toUsed),
  };
}

function toOutcome(prediction: RiskAssessmentPrediction): Outcome | undefined {
  const { outcome } = prediction;
  const probability = prediction.probabilityDecimal;
  const isRisk = probability !== undefined && probability >= 0 && probability <= 100;
  const score = probability === undefined ? scoreOf(prediction) : undefined;
  if (!isRisk && !score) return undefined;
  return {
    outcome: outcome?.text ?? outcome?.coding?.[0]?.display ?? 'the outcome',
    ...(isRisk ? { probability } : {}),
    ...optional('score', score),
    ...optional('horizonDays', horizonDays(prediction)),
    ...optional('interval', toInterval(all(prediction, 'risk-interval')[0])),
    ...optional('rationale', prediction.rationale),
  };
}

function toScale(extension: Extension | undefined): Estimate['scale'] {
  const [low, high] = [extension?.valueRange?.low?.value, extension?.valueRange?.high?.value];
  return low !== undefined && high !== undefined && high > low ? { low, high } : undefined;
}

const toAges = (low: number | undefined, high: number | undefined) =>
  low !== undefined && high !== undefined && high > low ? { low, high } : undefined;

function toInterval(extension: Extension | undefined): Interval | undefined {
  const [low, high] = [part(extension, 'low')?.valueDecimal, part(extension, 'high')?.valueDecimal];
  if (low === undefined || high === undefined) return undefined;
  return { low, high, level: part(extension, 'level')?.valueDecimal ?? 95 };
}

function toComparison(extension: Extension | undefined): Estimate['comparison'] {
  const group = part(extension, 'group')?.valueString;
  const probability = part(extension, 'probability')?.valueDecimal;
  return group !== undefined && probability !== undefined ? { group, probability } : undefined;
}
