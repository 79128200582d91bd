import type { Evidence, EvidenceValue, MissingInput, UnusableInput, UsedInput } from '../kernel/evidence.ts';
import type { Applicability } from './applicability.ts';
import { conceptOf } from './catalogue.ts';
import { withSources } from './derived.ts';
import type { Chart, InputSpec, Reading, SeriesPoint } from './types.ts';
import { whyMissing, whyUnusable } from './wording.ts';

/** Why a model must not answer, for lack of what it requires. */
export interface Blocking {
  /** `required-input-missing` where at least one is missing. */
  readonly reason: 'required-input-missing' | 'required-input-unusable';
  /** One line that names them all: "creatinine is missing (none in 12 months)". */
  readonly because: string;
  readonly concepts: readonly string[];
}

/** What a model gets of a chart. */
export interface Selection {
  readonly evidence: Evidence;
  /** Concept id → value, for the inputs that can be used. */
  readonly values: ReadonlyMap<string, EvidenceValue>;
  /** Concept id → every value of the window, the oldest first, for the inputs that ask for a series; maybe none. */
  readonly series: ReadonlyMap<string, readonly SeriesPoint[]>;
  readonly blocking?: Blocking;
}

type Unavailable = Exclude<Reading, { state: 'used' }>;

/**
 * Reads the inputs of a model, in their order. What of a list could not be read is named where the answer rests on what
 * the list does not have: among the inputs, or in what the model is or is not for.
 */
export function selectInputs(
  chart: Chart,
  specs: readonly InputSpec[],
  applicability?: Applicability,
): Selection {
  const used: UsedInput[] = [];
  const missing: MissingInput[] = [];
  const unusable: UnusableInput[] = [];
  const required: Unavailable[] = [];
  const series = new Map<string, readonly SeriesPoint[]>();
  for (const spec of specs) {
    const reading = spec.series ? readAll(chart, spec, series) : chart.read(spec);
    if (reading.state === 'used') used.push(reading.input);
    else if (reading.state === 'missing') missing.push(reading.input);
    else unusable.push(reading.input);
    if (reading.leftOut) unusable.push(...reading.leftOut);
    if (reading.state !== 'used' && blocks(spec, reading)) required.push(reading);
  }
  const values = new Map(used.map((u) => [u.concept, u.value]));
  return {
    evidence: { used, missing, unusable, ...unreadFor(chart, used, applicability) },
    values,
    series,
    ...(required.length > 0 ? { blocking: blocking(required) } : {}),
  };
}

const blocks = ({ required, unusable }: InputSpec, { state }: Unavailable): boolean =>
  required || (unusable === 'abstain' && state === 'unusable');

function unreadFor(
  { unread = [] }: Chart,
  used: readonly UsedInput[],
  { exclude, only = [] }: Applicability = { exclude: [] },
): Pick<Evidence, 'unread'> {
  const absent = used.filter((u) => u.notRecorded).map((u) => u.concept);
  const asked = [...absent, ...withSources([...exclude, ...only].map((e) => e.concept))];
  const lists = new Set<string>(asked.map((id) => conceptOf(id).kind));
  const named = unread.filter(({ list }) => lists.has(list));
  return named.length > 0 ? { unread: named } : {};
}

/** One reading for a whole series, whose points are put into `into`. */
function readAll(chart: Chart, spec: InputSpec, into: Map<string, readonly SeriesPoint[]>): Reading {
  const { points, reading, leftOut } = chart.readSeries(spec);
  into.set(spec.concept, points);
  return leftOut.length === 0 ? reading : { ...reading, leftOut };
}

function blocking(readings: readonly Unavailable[]): Blocking {
  const isMissing = readings.some((r) => r.state === 'missing');
  return {
    reason: isMissing ? 'required-input-missing' : 'required-input-unusable',
    because: readings.map(whyUnavailable).join(', '),
    concepts: readings.map((r) => r.input.concept),
  };
}

function whyUnavailable({ state, input }: Unavailable): string {
  const { label } = conceptOf(input.concept);
  return state === 'missing'
    ? `${label} is missing (${whyMissing(input)})`
    : `${label} cannot be used (${whyUnusable(input)})`;
}

export {
  type Applicability,
  checkApplicability,
  type Exclusion,
  type Inapplicable,
} from './applicability.ts';
