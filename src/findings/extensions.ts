import type { Extension } from '@medplum/fhirtypes';
import { conceptOf } from '../chart/catalogue.ts';
import { readableUnit } from '../chart/readable-units.ts';
import { formatValue } from '../chart/wording.ts';
import type { AbstentionReason, Comparison, CurvePoint, Interval } from '../inference/prediction.ts';
import { codeSystemUrl, extensionUrl, UCUM } from '../kernel/canonical.ts';
import type { EvidenceValue, UsedInput } from '../kernel/evidence.ts';
import { explanationPictureId } from './explanation-picture.ts';
import { toPercent } from './percent.ts';
import { instanceUri } from './picture-words.ts';

/** The extensions of a Kairos RiskAssessment: each is defined in `fhir-profiles/`. */
export const EXTENSIONS = {
  interval: extensionUrl('risk-interval'),
  contribution: extensionUrl('input-contribution'),
  comparison: extensionUrl('comparison-group'),
  score: extensionUrl('score-value'),
  scale: extensionUrl('score-scale'),
  curve: extensionUrl('survival-curve'),
  notUsed: extensionUrl('input-not-used'),
  service: extensionUrl('cds-service'),
  abstentionReason: extensionUrl('abstention-reason'),
  explanationPicture: extensionUrl('explanation-picture'),
} as const;

/** Of the identifier of a card: the id of the CDS service that gave it. */
export const serviceExtension = (id: string): Extension => ({ url: EXTENSIONS.service, valueString: id });

/** An input as a coding of the concept catalogue. */
export const conceptCoding = (concept: string) => ({
  system: codeSystemUrl('concept'),
  code: concept,
  display: conceptOf(concept).label,
});

export const intervalExtension = ({ low, high, level }: Interval): Extension => ({
  url: EXTENSIONS.interval,
  extension: [
    { url: 'low', valueDecimal: toPercent(low) },
    { url: 'high', valueDecimal: toPercent(high) },
    { url: 'level', valueDecimal: toPercent(level) },
  ],
});

export const comparisonExtension = ({ group, probability }: Comparison): Extension => ({
  url: EXTENSIONS.comparison,
  extension: [
    { url: 'group', valueString: group },
    { url: 'probability', valueDecimal: toPercent(probability) },
  ],
});

/** Points have no unit of UCUM: its annotation for scores. */
const POINTS = '{score}';

/** The answer of a model that gives no probability. */
export const scoreExtension = (value: number, unit: string | undefined): Extension => ({
  url: EXTENSIONS.score,
  valueQuantity: {
    value,
    ...(unit === undefined ? { unit: 'points' } : readable(unit)),
    system: UCUM,
    code: unit ?? POINTS,
  },
});

/** The ends of the scale of a score. */
export const scaleExtension = (low: number, high: number): Extension => ({
  url: EXTENSIONS.scale,
  valueRange: { low: { value: low }, high: { value: high } },
});

/** Lists of numbers with one blank between them, of equal length: a point of the curve is a place in each. */
export function curveExtension(curve: readonly CurvePoint[]): Extension {
  const column = (name: string, of: (point: CurvePoint) => number): Extension => ({
    url: name,
    valueString: curve.map(of).join(' '),
  });
  return {
    url: EXTENSIONS.curve,
    extension: [
      column('months', ({ months }) => Math.round(months * 1_000) / 1_000),
      column('survival', ({ survival }) => toPercent(survival)),
      column('low', ({ low }) => toPercent(low)),
      column('high', ({ high }) => toPercent(high)),
    ],
  };
}

/** What is known of an input: its effect, where the model gives one, and where its value came from. */
export interface InputFacts {
  readonly concept: string;
  /** In the unit of the answer: percentage points, or the unit of the score. */
  readonly effect?: number;
  readonly value?: EvidenceValue;
  readonly unit?: string;
  readonly date?: string;
  readonly imputed?: boolean;
  readonly used?: UsedInput | undefined;
  /** The clinician can act on it. */
  readonly modifiable: boolean;
}

/** One input: its value and this input's share of the difference from the comparison group. */
export function inputExtension(i: InputFacts): Extension {
  return {
    url: EXTENSIONS.contribution,
    extension: [
      { url: 'concept', valueCoding: conceptCoding(i.concept) },
      ...valueParts(i),
      ...(i.effect === undefined ? [] : [{ url: 'effect', valueDecimal: rounded(i.effect) }]),
      { url: 'imputed', valueBoolean: i.imputed === true },
      ...(i.date ? [{ url: 'date', valueDateTime: i.date }] : []),
      ...originParts(i.used),
      ...(i.modifiable ? [{ url: 'modifiable', valueBoolean: true }] : []),
    ],
  };
}

const rounded = (effect: number): number => Math.round(effect * 10_000) / 10_000;

/** Whole days are an integer; hours, as a part of a day, a decimal. */
function staleParts({ staleDays: days }: UsedInput): Extension[] {
  if (days === undefined) return [];
  return [
    Number.isInteger(days)
      ? { url: 'staleDays', valueInteger: days }
      : { url: 'staleDays', valueDecimal: Math.round(days * 10_000) / 10_000 },
  ];
}

/** Sources, age, series and derivation of a value. */
function originParts(used: UsedInput | undefined): Extension[] {
  if (!used) return [];
  return [
    ...sourcesOfInput(used).map((reference) => ({ url: 'source', valueReference: { reference } })),
    ...staleParts(used),
    ...(used.count === undefined ? [] : [{ url: 'count', valueInteger: used.count }]),
    ...(used.from ? [{ url: 'from', valueDateTime: used.from }] : []),
    ...(used.to ? [{ url: 'to', valueDateTime: used.to }] : []),
    ...(used.derivedFrom ?? []).map((c) => ({ url: 'derivedFrom', valueCoding: conceptCoding(c) })),
    ...(used.notRecorded ? [{ url: 'notRecorded', valueBoolean: true }] : []),
    ...(used.instance ? [{ url: 'instance', valueUri: instanceUri(used.instance) }] : []),
  ];
}

/** Every resource that a value was taken from. */
export const sourcesOfInput = ({ source, sources }: UsedInput): readonly string[] =>
  sources ?? (source ? [source] : []);

/** A number with the unit that people read beside the code that machines do; an answer in its own words. */
function valueParts({ concept, value, unit }: InputFacts): Extension[] {
  if (value === undefined) return [];
  if (typeof value !== 'number' || conceptOf(concept).kind === 'coded')
    return [{ url: 'value', valueString: formatValue({ concept, value }) }];
  const quantity = { value, ...(unit ? { ...readable(unit), system: UCUM, code: unit } : {}) };
  return [{ url: 'value', valueQuantity: quantity }];
}

/** Some units go without saying: a ratio, a score. */
const readable = (unit: string): { readonly unit?: string } => {
  const words = readableUnit(unit);
  return words ? { unit: words } : {};
};

/** Why a model declined. */
export const abstentionReasonExtension = (reason: AbstentionReason): Extension => ({
  url: EXTENSIONS.abstentionReason,
  valueCode: reason,
});

/**
 * The heat map of a result.
 *
 * @param description what it shows, for who cannot see it
 */
export const explanationPictureExtension = (riskAssessmentId: string, description: string): Extension => ({
  url: EXTENSIONS.explanationPicture,
  valueReference: {
    reference: `DocumentReference/${explanationPictureId(riskAssessmentId)}`,
    display: description,
  },
});

/** An input that was looked for and not used, and why. */
export const notUsedExtension = (concept: string, reason: string, required: boolean): Extension => ({
  url: EXTENSIONS.notUsed,
  extension: [
    { url: 'concept', valueCoding: conceptCoding(concept) },
    { url: 'reason', valueCode: reason },
    { url: 'required', valueBoolean: required },
  ],
});
