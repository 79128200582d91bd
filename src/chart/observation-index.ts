import { type Problem, problem } from '../kernel/errors.ts';
import { concepts } from './catalogue.ts';
import { earliestInstant, type Fields, isCodingList, isFields, malformedIdentity } from './fhir-elements.ts';
import type { Located } from './located.ts';
import { hasValue, malformedValue } from './observation-value.ts';

/** One value of one concept: an Observation, or a component of one. */
export interface Entry {
  readonly observation: Fields;
  /** The object that carries `value[x]`. */
  readonly node: Fields;
  readonly state: 'valued' | 'in-error' | 'no-value';
  /** Milliseconds since 1970, the earliest the date may mean; undefined when not dated. */
  readonly at: number | undefined;
  readonly date: string | undefined;
}

/** Concept id → what the chart holds of it, in the order received. */
export type ObservationIndex = Map<string, Entry[]>;

/** R4 ObservationStatus → what becomes of the Observation; `undefined` is dropped. */
const STATES: ReadonlyMap<unknown, Entry['state'] | undefined> = new Map([
  ['final', 'valued'],
  ['amended', 'valued'],
  ['corrected', 'valued'],
  ['preliminary', 'valued'],
  ['unknown', 'valued'],
  ['registered', 'no-value'],
  ['entered-in-error', 'in-error'],
  ['cancelled', undefined],
]);

/** System → code → concept id, for what is measured or observed. */
const CONCEPT_BY_CODE = conceptsByCode();

function conceptsByCode(): ReadonlyMap<unknown, ReadonlyMap<unknown, string>> {
  const index = new Map<unknown, Map<unknown, string>>();
  for (const { id, kind, codes } of concepts.values()) {
    if (kind === 'condition' || kind === 'medication') continue;
    for (const { system, code } of codes) {
      const ofSystem = index.get(system) ?? new Map<unknown, string>();
      index.set(system, ofSystem.set(code, id));
    }
  }
  return index;
}

/**
 * Adds an Observation to the index if it carries a concept of the catalogue. Only the elements that are used are
 * looked at; a malformed one among them is the answer.
 */
export function indexObservation(
  { resource, expression }: Located,
  isSubject: (reference: string) => boolean,
  index: ObservationIndex,
): Problem | undefined {
  if (!isFields(resource) || resource.resourceType !== 'Observation') {
    return problem('wrong-resource-type', { expression, diagnostics: 'expected an Observation' });
  }
  return checkSubject(resource, expression, isSubject) ?? indexCodes(resource, expression, index);
}

function checkSubject(
  { subject }: Fields,
  expression: string,
  isSubject: (reference: string) => boolean,
): Problem | undefined {
  if (subject === undefined) return problem('required-field', { expression: `${expression}.subject` });
  if (!isFields(subject)) return problem('invalid-field', { expression: `${expression}.subject` });
  const at = `${expression}.subject.reference`;
  if (subject.reference === undefined) return problem('required-field', { expression: at });
  if (typeof subject.reference !== 'string') return problem('invalid-field', { expression: at });
  return isSubject(subject.reference) ? undefined : problem('wrong-patient', { expression: at });
}

function indexCodes(observation: Fields, expression: string, index: ObservationIndex): Problem | undefined {
  const { code, component } = observation;
  const malformed = malformedCode(code) ?? (component === undefined ? undefined : malformedComponent(component));
  if (malformed) return problem(malformed.code, { expression: `${expression}.${malformed.path}` });
  const nodes = [observation, ...((component as readonly Fields[] | undefined) ?? [])];
  let base: Omit<Entry, 'node'> | undefined;
  for (const [i, node] of nodes.entries()) {
    const found = conceptsOf(node);
    if (found.length === 0) continue;
    const checked = base ? undefined : malformedObservation(observation);
    const wrong = checked ?? prefixed(malformedValueOf(observation, node), i);
    if (wrong) return problem(wrong.code, { expression: `${expression}.${wrong.path}` });
    base ??= datedOf(observation);
    if (base) for (const id of found) add(index, id, withState(base, node));
  }
  return undefined;
}

interface Malformed {
  readonly code: 'invalid-field' | 'required-field';
  readonly path: string;
}
