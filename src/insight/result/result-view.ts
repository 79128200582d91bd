import type { Extension, RiskAssessment } from '@medplum/fhirtypes';
import { inputWords } from '../../findings/input-words.ts';
import { extensionUrl } from '../../kernel/canonical.ts';

export interface UsedRow {
  readonly label: string;
  readonly quantity?: { readonly value: number; readonly unit?: string };
  readonly text?: string;
  /** Percentage points. */
  readonly effect?: number;
  readonly imputed: boolean;
  readonly date?: string;
  readonly source?: string;
  /** Age in days when it was used, where it was older than the model prefers. */
  readonly staleDays?: number;
}

export interface NotUsedRow {
  readonly label: string;
  readonly reason: string;
  readonly required: boolean;
}

/** All numbers are percent, as stored. */
export interface Estimate {
  readonly probability: number;
  readonly outcome: string;
  readonly horizonYears?: number;
  readonly ages?: { readonly low: number; readonly high: number };
  readonly interval?: { readonly low: number; readonly high: number; readonly level: number };
  readonly comparison?: { readonly group: string; readonly probability: number };
  readonly relativeRisk?: number;
  readonly qualitativeRisk?: string;
  readonly rationale?: string;
  readonly inputs: readonly UsedRow[];
}

/** What a stored RiskAssessment says, in the shape of the page. */
export interface ResultView {
  readonly id: string;
  readonly method: string;
  readonly model?: { readonly name: string; readonly version?: string };
  readonly subject?: string;
  readonly assessed?: string;
  readonly performer?: string;
  readonly estimate?: Estimate;
  readonly retracted: boolean;
  readonly notes: readonly string[];
  readonly notUsed: readonly NotUsedRow[];
}

/** Reads the resource as it was stored; nothing is recomputed. Only a `final` assessment has an estimate. */
export function toResultView(stored: RiskAssessment): ResultView {
  const coding = stored.method?.coding?.[0];
  const estimate = stored.status === 'final' ? toEstimate(stored) : undefined;
  return {
    id: stored.id ?? '',
    method: stored.method?.text ?? coding?.display ?? coding?.code ?? 'Risk assessment',
    ...(coding?.code ? { model: { name: coding.code, ...optional('version', coding.version) } } : {}),
    ...optional('subject', stored.subject?.reference),
    ...optional('assessed', stored.occurrenceDateTime),
    ...optional('performer', stored.performer?.display ?? stored.performer?.reference),
    ...optional('estimate', estimate),
    retracted: stored.status === 'entered-in-error',
    notes: stored.note?.flatMap((n) => (n.text ? [n.text] : [])) ?? [],
    notUsed: all(stored, 'input-not-used').map(toNotUsed),
  };
}

function toEstimate(stored: RiskAssessment): Estimate | undefined {
  const prediction = stored.prediction?.[0];
  const probability = prediction?.probabilityDecimal;
  if (!prediction || probability === undefined || !(probability >= 0 && probability <= 100)) return undefined;
  const { outcome, whenRange, qualitativeRisk } = prediction;
  const ages = toAges(whenRange?.low?.value, whenRange?.high?.value);
  return {
    probability,
    outcome: outcome?.text ?? outcome?.coding?.[0]?.display ?? 'the outcome',
    ...(ages ? { ages, horizonYears: ages.high - ages.low } : {}),
    ...optional('interval', toInterval(all(prediction, 'risk-interval')[0])),
    ...optional('comparison', toComparison(all(prediction, 'comparison-group')[0])),
    ...optional('relativeRisk', prediction.relativeRisk),
    ...optional(
      'qualitativeRisk',
      qualitativeRisk?.coding?.[0]?.code ?? qualitativeRisk?.coding?.[0]?.display,
    ),
    ...optional('rationale', prediction.rationale),
    inputs: all(prediction, 'input-contribution').map(toUsed),
  };
}

const toAges = (low: number | undefined, high: number | undefined) =>
  low !== undefined && high !== undefined && high > low ? { low, high } : undefined;

function toInterval(extension: Extension | undefined): Estimate['interval'] {
  const [low, high] = [part(extension, 'low')?.valueDecimal, part(extension, 'high')?.valueDecimal];
  if (low === undefined || high === undefined) return undefined;
  return { low, high, level: part(extension, 'level')?.valueDecimal ?? 95 };
}

function toComparison(extension: Extension | undefined): Estimate['comparison'] {
  const group = part(extension, 'group')?.valueString;
  const probability = part(extension, 'probability')?.valueDecimal;
  return group !== undefined && probability !== undefined ? { group, probability } : undefined;
}

function toUsed(extension: Extension): UsedRow {
  const value = part(extension, 'value');
  const amount = value?.valueQuantity;
  const unit = amount?.unit;
  return {
    label: labelOf(extension),
    ...(amount?.value === undefined ? {} : { quantity: { value: amount.value, ...optional('unit', unit) } }),
    ...optional(
      'text',
      value?.valueString ?? inputWords(conceptOf(extension), amount?.value, amount?.code ?? unit),
    ),
    ...optional('effect', part(extension, 'effect')?.valueDecimal),
    imputed: part(extension, 'imputed')?.valueBoolean ?? false,
    ...optional('date', part(extension, 'date')?.valueDateTime),
    ...optional('source', part(extension, 'source')?.valueReference?.reference),
    ...optional('staleDays', part(extension, 'staleDays')?.valueInteger),
  };
}

const toNotUsed = (extension: Extension): NotUsedRow => ({
  label: labelOf(extension),
  reason: part(extension, 'reason')?.valueCode ?? '',
  required: part(extension, 'required')?.valueBoolean ?? false,
});

const conceptOf = (extension: Extension): string | undefined => part(extension, 'concept')?.valueCoding?.code;

function labelOf(extension: Extension): string {
  const concept = part(extension, 'concept')?.valueCoding;
  return concept?.display ?? concept?.code ?? 'unnamed input';
}

interface Extensible {
  readonly extension?: readonly Extension[];
}

const all = (element: Extensible, name: string): readonly Extension[] =>
  element.extension?.filter((e) => e.url === extensionUrl(name)) ?? [];

const part = (extension: Extension | undefined, name: string): Extension | undefined =>
  extension?.extension?.find((e) => e.url === name);

/** The member when there is a value, and no member when there is none. */
function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
