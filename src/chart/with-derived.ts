import { deriveAny, deriveOne, deriveSeries } from './derive.ts';
import { DERIVATIONS } from './derived.ts';
import { earliestInstant } from './fhir-elements.ts';
import { seriesOfOne } from './series.ts';
import type { Chart, InputSpec, Reading, Series } from './types.ts';

/**
 * A chart that also answers for concepts that can be computed from others. A value of the record's own wins, and one
 * that cannot be used is not replaced. Each series is read once, however many models ask for it.
 */
export function withDerived(record: Chart): Chart {
  const own: Chart = { ...record, readSeries: remembering((spec) => record.readSeries(spec)) };
  const read = (spec: InputSpec) => readOrDerive(own, spec);
  return { now: own.now, read, readSeries: remembering((spec) => readOrDeriveSeries(own, spec)) };
}

function remembering(readSeries: (spec: InputSpec) => Series): (spec: InputSpec) => Series {
  const known = new Map<string, Series>();
  return (spec) => {
    const { concept, required, window, stale, comparator } = spec;
    const key = `${concept} ${required} ${window} ${stale} ${comparator}`;
    const found = known.get(key) ?? readSeries(spec);
    known.set(key, found);
    return found;
  };
}

/** Nothing was said; that a record does not mention something may still be overruled by what it does mention. */
const isOpen = (reading: Reading): boolean =>
  reading.state === 'missing' || (reading.state === 'used' && reading.input.notRecorded === true);

const derivationsOf = (concept: string) => DERIVATIONS.filter((d) => d.concept === concept);

function readOrDerive(own: Chart, spec: InputSpec): Reading {
  const reading = own.read(spec);
  if (!isOpen(reading)) return reading;
  const found = derivationsOf(spec.concept).flatMap((d) => deriveOne(d, own, spec) ?? []);
  return deriveAny(own, spec, reading) ?? newest(found) ?? reading;
}

/** Of several ways to derive a concept, the one whose values are newest. */
const newest = (readings: readonly Reading[]): Reading | undefined =>
  readings.toSorted((a, b) => instantOf(b) - instantOf(a))[0];

const instantOf = ({ input }: Reading): number =>
  ('date' in input ? earliestInstant(input.date) : undefined) ?? Number.POSITIVE_INFINITY;

function readOrDeriveSeries(own: Chart, spec: InputSpec): Series {
  const series = own.readSeries(spec);
  if (!isOpen(series.reading)) return series;
  const [derived] = derivationsOf(spec.concept).flatMap((d) => deriveSeries(d, own, spec) ?? []);
  if (derived) return derived;
  const reading = deriveAny(own, spec, series.reading);
  return reading ? seriesOfOne(reading, own.now) : series;
}
