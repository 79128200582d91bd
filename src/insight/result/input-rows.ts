import type { Extension } from '@medplum/fhirtypes';
import { optional, part, parts } from '../../findings/extension-parts.ts';
import { inputWords, isPicture } from '../../findings/input-words.ts';
import { instanceOfUri } from '../../findings/picture-words.ts';

export interface UsedRow {
  readonly label: string;
  readonly quantity?: { readonly value: number; readonly unit?: string };
  readonly text?: string;
  /** Percentage points, or in the unit of the score. */
  readonly effect?: number;
  readonly imputed: boolean;
  readonly date?: string;
  readonly sources: readonly string[];
  /** Age in days when it was used, where it was older than the model prefers. */
  readonly staleDays?: number;
  /** Of a series: how many values, and since when. */
  readonly count?: number;
  readonly from?: string;
  /** Labels of what it was computed from. */
  readonly derivedFrom: readonly string[];
  readonly notRecorded: boolean;
  readonly modifiable: boolean;
  /** A picture, and where it is known its SOP Instance UID. */
  readonly isPicture: boolean;
  readonly instance?: string;
}

export interface NotUsedRow {
  readonly label: string;
  readonly reason: string;
  readonly required: boolean;
}

export function toUsed(extension: Extension): UsedRow {
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
    imputed: flag(extension, 'imputed'),
    ...optional('date', part(extension, 'date')?.valueDateTime),
    sources: parts(extension, 'source').flatMap((s) => s.valueReference?.reference ?? []),
    ...optional('staleDays', staleDays(part(extension, 'staleDays'))),
    ...optional('count', part(extension, 'count')?.valueInteger),
    ...optional('from', part(extension, 'from')?.valueDateTime),
    derivedFrom: parts(extension, 'derivedFrom').flatMap(
      (d) => d.valueCoding?.display ?? d.valueCoding?.code ?? [],
    ),
    notRecorded: flag(extension, 'notRecorded'),
    modifiable: flag(extension, 'modifiable'),
    isPicture: isPicture(conceptOf(extension)),
    ...optional('instance', instanceOfUri(part(extension, 'instance')?.valueUri ?? '')),
  };
}

export const toNotUsed = (extension: Extension): NotUsedRow => ({
  label: labelOf(extension),
  reason: part(extension, 'reason')?.valueCode ?? '',
  required: flag(extension, 'required'),
});

/** Whole days were once the only ones. */
const staleDays = (extension: Extension | undefined): number | undefined =>
  extension?.valueDecimal ?? extension?.valueInteger;

const flag = (extension: Extension, name: string): boolean => part(extension, name)?.valueBoolean ?? false;

const conceptOf = (extension: Extension): string | undefined => part(extension, 'concept')?.valueCoding?.code;

function labelOf(extension: Extension): string {
  const concept = part(extension, 'concept')?.valueCoding;
  return concept?.display ?? concept?.code ?? 'unnamed input';
}
