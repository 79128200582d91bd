import type { Patient } from '@medplum/fhirtypes';
import type {
  Evidence,
  EvidenceValue,
  MissingInput,
  UnreadEntry,
  UnusableInput,
  UsedInput,
} from '../kernel/evidence.ts';
import type { ImagingStudy } from './imaging.ts';

/** How a model asks for one concept: structurally a manifest's input. */
export interface InputSpec {
  readonly concept: string;
  readonly required: boolean;
  readonly window?: string | undefined;
  readonly stale?: string | undefined;
  readonly comparator: 'use-bound' | 'reject';
  /** What to do when something is there and cannot be read, though it is not required. */
  readonly unusable?: 'leave-out' | 'abstain' | undefined;
  /** Every value of the window is asked for, not only the latest. */
  readonly series?: boolean | undefined;
}

/** What a chart answers about one concept. `leftOut` names values that were ignored on the way. */
export type Reading = (
  | { readonly state: 'used'; readonly input: UsedInput }
  | { readonly state: 'missing'; readonly input: MissingInput }
  | { readonly state: 'unusable'; readonly input: UnusableInput }
) & { readonly leftOut?: readonly UnusableInput[] };

/** One value of a series. */
export interface SeriesPoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** In the canonical unit or vocabulary of the concept. */
  readonly value: EvidenceValue;
}

/** Every usable value of a concept within the window, the oldest first. */
export interface Series {
  readonly points: readonly SeriesPoint[];
  /** What each point is evidence of, in the same order. */
  readonly used: readonly UsedInput[];
  /** What was there and could not be used: the newest of each reason, with the `count` of them. */
  readonly leftOut: readonly UnusableInput[];
  /** All of it as one reading: the latest value with `count`, `from`, `to` and `sources`; or why there is none. */
  readonly reading: Reading;
}

/**
 * A patient as models see one: concepts with values, whatever they came from (FHIR, or a row of a data set).
 * Reading never throws; a value that cannot be used is an answer.
 */
export interface Chart {
  /** The instant at which the chart is read: windows end here. */
  readonly now: Date;
  read(spec: InputSpec): Reading;
  readSeries(spec: InputSpec): Series;
  /** What stands on a list of the record and could not be read; absent where there is no such list. */
  readonly unread?: readonly UnreadEntry[];
}

/** A chart built from FHIR also knows whose it is. */
export interface PatientChart extends Chart {
  readonly patient: Patient;
  /** Newest first; absent when they were not asked for, and then nothing is known of any. */
  readonly imaging?: readonly ImagingStudy[];
}

export type { Evidence };
