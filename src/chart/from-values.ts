import type { EvidenceValue } from '../kernel/evidence.ts';
import { conceptOf } from './catalogue.ts';
import type { Entry } from './entry.ts';
import { readEntries } from './entry-reader.ts';
import { type DatedValue, givenEntry } from './given-entry.ts';
import { readEntrySeries } from './series.ts';
import type { Chart, InputSpec } from './types.ts';
import { withDerived } from './with-derived.ts';

export type { DatedValue } from './given-entry.ts';

/** Undefined, null and NaN mean that there is no value. A list holds values of several instants, in any order. */
export type GivenValue = EvidenceValue | DatedValue | null | undefined | readonly DatedValue[];

/**
 * A chart from plain values by concept id: rows of data sets, examples, files on the command line. Units, plausibility
 * and dates are checked as they are for FHIR.
 * @throws RangeError for a concept that is not in the catalogue
 */
export function chartFromValues({
  now,
  values,
}: {
  readonly now: Date;
  readonly values: Readonly<Record<string, GivenValue>>;
}): Chart {
  const given = new Map(Object.entries(values).map(([id, value]) => [conceptOf(id).id, value]));
  const entriesOf = ({ concept }: InputSpec) => toEntries(given.get(concept), now);
  return withDerived({
    now,
    read: (spec) => readEntries(entriesOf(spec), timely(spec), now),
    readSeries: (spec) => readEntrySeries(entriesOf(spec), timely(spec), now),
  });
}

/** What is known of a person does not age: windows do not apply. */
function timely(spec: InputSpec): InputSpec {
  if (conceptOf(spec.concept).kind !== 'patient' || spec.window === undefined) return spec;
  const { window: _, ...timeless } = spec;
  return timeless;
}

function toEntries(given: GivenValue, now: Date): readonly Entry[] {
  return (isList(given) ? given : [toDated(given)]).flatMap((value) => givenEntry(value, now) ?? []);
}

/** `Array.isArray` does not know lists that are read only. */
const isList = (given: GivenValue): given is readonly DatedValue[] => Array.isArray(given);

const toDated = (given: Exclude<GivenValue, readonly DatedValue[]>): DatedValue =>
  typeof given === 'object' && given !== null ? given : { value: given };
