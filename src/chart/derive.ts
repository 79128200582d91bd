import type { UsedInput } from '../kernel/evidence.ts';
import { ownValue } from './canonical-value.ts';
import { conceptOf } from './catalogue.ts';
import { ANY_OF, type Derivation, type Partner, sourcesOf } from './derived.ts';
import { earliestInstant } from './fhir-elements.ts';
import { unitOf, unusable, used } from './readings.ts';
import { compact, NO_SERIES } from './series.ts';
import { staleness } from './time-window.ts';
import type { Chart, InputSpec, Reading, Series } from './types.ts';

const HOUR_MS = 3_600_000;

/** The latest value that a derivation gives; undefined where it lacks something. What is unusable stays so. */
export function deriveOne(derivation: Derivation, chart: Chart, spec: InputSpec): Reading | undefined {
  const of = chart.read(specOf(derivation.of, spec));
  if (of.state === 'missing') return undefined;
  if (of.state === 'unusable') return unusable(spec, of.input.reason, of.input);
  const at = instantOf(of.input, chart.now);
  const partners = partnersOf(derivation, chart, spec);
  return combine(derivation, spec, [of, ...partners.map((partnerAt) => partnerAt(at))], chart.now);
}

/** Every value that a derivation gives; undefined where there is none. */
export function deriveSeries(derivation: Derivation, chart: Chart, spec: InputSpec): Series | undefined {
  const { points, used: inputs, leftOut } = chart.readSeries(specOf(derivation.of, spec));
  const partners = partnersOf(derivation, chart, spec);
  const derived = points.flatMap(({ at }, i) => {
    const reading = combine(
      derivation,
      spec,
      [used(inputs[i]!), ...partners.map((partnerAt) => partnerAt(at))],
      chart.now,
    );
    return reading?.state === 'used' ? [{ at, input: reading.input }] : [];
  });
  if (derived.length === 0) return undefined;
  const found = derived.map(({ at, input }) => ({ at, value: input.value }));
  const all = derived.map((d) => d.input);
  const named = leftOut.map((input) => ({ ...input, concept: spec.concept }));
  return { ...NO_SERIES, points: found, used: all, leftOut: named, reading: compact(found, all) };
}

/** Whether one of other concepts holds, or all of them are known not to. */
export function deriveAny(chart: Chart, spec: InputSpec, own: Reading): Reading | undefined {
  const parts = ANY_OF.get(spec.concept);
  if (!parts) return undefined;
  const readings = parts.map((concept) => chart.read(specOf(concept, spec)));
  const inputs = readings.flatMap((r) => (r.state === 'used' ? [r.input] : []));
  const holds = inputs.find((i) => i.value === true);
  if (holds) return used({ ...holds, concept: spec.concept, derivedFrom: [holds.concept] });
  if (own.state === 'used' || inputs.length < parts.length) return undefined;
  return used({ concept: spec.concept, value: false, derivedFrom: parts });
}

/** A bound is no value to compute with. */
const specOf = (concept: string, { required, window }: InputSpec): InputSpec => ({
  concept,
  required,
  window,
  comparator: 'reject',
});

const instantOf = ({ date }: UsedInput, now: Date): number => earliestInstant(date) ?? now.getTime();

type PartnerAt = (at: number) => Reading | undefined;

const partnersOf = (derivation: Derivation, chart: Chart, spec: InputSpec): readonly PartnerAt[] =>
  derivation.with.map((partner) => partnerOf(partner, chart, spec));

function partnerOf({ concept, within }: Partner, chart: Chart, spec: InputSpec): PartnerAt {
  if (within === undefined) {
    const reading = chart.read(specOf(concept, spec));
    return () => reading;
  }
  const { points, used: inputs } = chart.readSeries(specOf(concept, spec));
  return (at) => {
    const last = points.findLastIndex((p) => p.at <= at && p.at >= at - within * HOUR_MS);
    return last < 0 ? undefined : used(inputs[last]!);
  };
}

function combine(
  derivation: Derivation,
  spec: InputSpec,
  parts: readonly (Reading | undefined)[],
  now: Date,
): Reading | undefined {
  const wrong = parts.find((r) => r?.state === 'unusable');
  if (wrong?.state === 'unusable') return unusable(spec, wrong.input.reason, wrong.input);
  const inputs = parts.flatMap((r) => (r?.state === 'used' ? [r.input] : []));
  if (inputs.length < parts.length) return undefined;
  const [of, ...partners] = inputs.map((i) => i.value);
  const value = derivation.value(Number(of), ...partners);
  if (value === undefined) return undefined;
  const concept = conceptOf(spec.concept);
  const read = ownValue(concept, value);
  const oldest = oldestOf(inputs);
  if ('reason' in read) return unusable(spec, read.reason, originOf(inputs, oldest));
  return used({
    concept: spec.concept,
    ...read,
    ...unitOf(concept),
    ...originOf(inputs, oldest),
    ...sourcesIn(inputs),
    derivedFrom: sourcesOf(derivation),
    ...(oldest ? staleness(instantOf(oldest, now), spec, now) : {}),
  });
}

/** Of those that have a date; what does not age has none. */
const oldestOf = (inputs: readonly UsedInput[]): UsedInput | undefined =>
  inputs
    .filter((i) => i.date !== undefined)
    .toSorted((a, b) => earliestInstant(a.date)! - earliestInstant(b.date)!)[0];

const originOf = ([of]: readonly UsedInput[], oldest: UsedInput | undefined) => ({
  ...(oldest?.date === undefined ? {} : { date: oldest.date }),
  ...(of?.source === undefined ? {} : { source: of.source }),
});

function sourcesIn(inputs: readonly UsedInput[]): Pick<UsedInput, 'sources'> {
  const sources = [...new Set(inputs.flatMap((i) => i.source ?? []))];
  return sources.length > 1 ? { sources } : {};
}
