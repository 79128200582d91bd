import type { Patient } from '@medplum/fhirtypes';
import type { Evidence, MissingInput, UnusableInput, UsedInput } from '../kernel/evidence.ts';

/** How a model asks for one concept: structurally a manifest's input. */
export interface InputSpec {
  readonly concept: string;
  readonly required: boolean;
  readonly window?: string | undefined;
  readonly stale?: string | undefined;
  readonly comparator: 'use-bound' | 'reject';
}

/** What a chart answers about one concept. `leftOut` names values that were ignored on the way. */
export type Reading = (
  | { readonly state: 'used'; readonly input: UsedInput }
  | { readonly state: 'missing'; readonly input: MissingInput }
  | { readonly state: 'unusable'; readonly input: UnusableInput }
) & { readonly leftOut?: readonly UnusableInput[] };

/**
 * A patient as models see one: concepts with values, whatever they came from (FHIR, or a row of a data set).
 * Reading never throws; a value that cannot be used is an answer.
 */
export interface Chart {
  /** The instant at which the chart is read: windows end here. */
  readonly now: Date;
  read(spec: InputSpec): Reading;
}

/** A chart built from FHIR also knows whose it is. */
export interface PatientChart extends Chart {
  readonly patient: Patient;
}

export type { Evidence };
