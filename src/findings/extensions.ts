import type { Extension } from '@medplum/fhirtypes';
import { conceptOf } from '../chart/catalogue.ts';
import { readableUnit } from '../chart/readable-units.ts';
import { formatValue } from '../chart/wording.ts';
import type { Comparison, Contribution, Interval } from '../inference/prediction.ts';
import { codeSystemUrl, extensionUrl, UCUM } from '../kernel/canonical.ts';
import type { UsedInput } from '../kernel/evidence.ts';
import { toPercent } from './percent.ts';

/** The extensions of a Kairos RiskAssessment: each is defined in `fhir-profiles/`. */
export const EXTENSIONS = {
  interval: extensionUrl('risk-interval'),
  contribution: extensionUrl('input-contribution'),
  comparison: extensionUrl('comparison-group'),
  notUsed: extensionUrl('input-not-used'),
  service: extensionUrl('cds-service'),
} as const;

/** The CDS service whose card this result became: by its id. */
export const serviceExtension = (id: string): Extension => ({ url: EXTENSIONS.service, valueString: id });

/** The id in `serviceExtension`; undefined for a result that never was a card. */
export const serviceOf = ({ extension }: { readonly extension?: readonly Extension[] }): string | undefined =>
  extension?.find((e) => e.url === EXTENSIONS.service)?.valueString;

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

/** Effect in percentage points: this input's share of the difference from the comparison group. */
export function contributionExtension(c: Contribution, used: UsedInput | undefined): Extension {
  return {
    url: EXTENSIONS.contribution,
    extension: [
      { url: 'concept', valueCoding: conceptCoding(c.concept) },
      ...valueParts(c),
      { url: 'effect', valueDecimal: Math.round(c.effect * 1_000_000) / 10_000 },
      { url: 'imputed', valueBoolean: c.imputed === true },
      ...(c.date ? [{ url: 'date', valueDateTime: c.date }] : []),
      ...(used?.source ? [{ url: 'source', valueReference: { reference: used.source } }] : []),
      ...(used?.staleDays === undefined ? [] : [{ url: 'staleDays', valueInteger: used.staleDays }]),
    ],
  };
}

/** A number with the unit that people read beside the code that machines do; an answer in its own words. */
function valueParts({ concept, value, unit }: Contribution): Extension[] {
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

/** An input that was looked for and not used, and why. */
export const notUsedExtension = (concept: string, reason: string, required: boolean): Extension => ({
  url: EXTENSIONS.notUsed,
  extension: [
    { url: 'concept', valueCoding: conceptCoding(concept) },
    { url: 'reason', valueCode: reason },
    { url: 'required', valueBoolean: required },
  ],
});
