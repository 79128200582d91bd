/**
 * What a model was told about a patient: the vocabulary that charts, models and findings share.
 * `concept` is always an id of `src/chart/concepts.json`.
 */
export type EvidenceValue = number | string | boolean;

/** A value that a model used. Units are the concept's canonical UCUM unit; coded concepts have none. */
export interface UsedInput {
  readonly concept: string;
  readonly value: EvidenceValue;
  readonly unit?: string;
  /** ISO 8601 date or dateTime at which the value was true; absent for constants such as sex. */
  readonly date?: string;
  /** Relative or absolute FHIR reference of the source, with its version when the source gave one. */
  readonly source?: string;
  /** The result was below (`<`, `<=`) or above (`>`, `>=`) a bound, and the bound was used. */
  readonly comparator?: '<' | '<=' | '>' | '>=';
  /** Age in days when older than the manifest's `stale`: whole days, or whole hours (as a fraction) below two. */
  readonly staleDays?: number;
  /** Of a series, whose latest value this is: how many values were used, and from when to when they are. */
  readonly count?: number;
  readonly from?: string;
  readonly to?: string;
  /** Every source, where there is more than one: of a series or of a derived value. */
  readonly sources?: readonly string[];
  /** Computed from these concepts, which the record has; `date` is then that of the oldest. */
  readonly derivedFrom?: readonly string[];
  /** The record was searched and does not have it: a condition or medication that is taken for absent. */
  readonly notRecorded?: boolean;
  /** Of a picture: SOP Instance UID (0008,0018); `value` is then what it is ("DX PA"), `source` its ImagingStudy. */
  readonly instance?: string;
}

export type MissingReason = 'none' | 'none-in-window';

export interface MissingInput {
  readonly concept: string;
  readonly required: boolean;
  readonly reason: MissingReason;
  /** The window searched, an ISO 8601 duration. */
  readonly window?: string;
}

export type UnusableReason =
  | 'unknown-unit'
  | 'no-unit'
  | 'implausible'
  | 'not-a-number'
  | 'comparator'
  | 'undated'
  | 'future-dated'
  | 'unknown-code'
  | 'in-error'
  | 'no-value'
  | 'contradictory';

/** A value that was there and could not be used. Its content is not repeated here: it may be anything. */
export interface UnusableInput {
  readonly concept: string;
  readonly required: boolean;
  readonly reason: UnusableReason;
  readonly date?: string;
  readonly source?: string;
  /** An older or other value was used in its place: this one is only reported. */
  readonly replaced?: boolean;
  /** How many values of a series were left out for this reason, when more than one; this is the newest. */
  readonly count?: number;
  /** Of values that contradict each other, what they are, in the canonical unit. */
  readonly values?: readonly EvidenceValue[];
}

/** An entry of a list of the record of which could not be told what it is. */
export interface UnreadEntry {
  readonly list: 'condition' | 'medication';
  /** As the record calls it, cut to a line: to be escaped wherever it is shown. Empty where it has no name. */
  readonly name: string;
}

/** Everything that was looked for, and what became of it. */
export interface Evidence {
  readonly used: readonly UsedInput[];
  readonly missing: readonly MissingInput[];
  readonly unusable: readonly UnusableInput[];
  /** Where something was taken for absent because a list does not have it: what of that list could not be read. */
  readonly unread?: readonly UnreadEntry[];
}
