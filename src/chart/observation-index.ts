import { type Problem, problem } from '../kernel/errors.ts';
import { type Fields, isObject } from '../kernel/json-object.ts';
import { concepts } from './catalogue.ts';
import type { Entry } from './entry.ts';
import type { Located } from './located.ts';
import {
  datedOf,
  type Malformed,
  malformedCode,
  malformedComponents,
  malformedObservation,
  prefixed,
  STATES,
} from './observation-elements.ts';
import { malformedValue } from './observation-value.ts';
import { observedEntry } from './observed-entry.ts';
import { checkSubject } from './subject-check.ts';

/** Concept id → what the chart holds of it, in the order received. */
export type ObservationIndex = Map<string, Entry[]>;

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
  if (!isObject(resource) || resource.resourceType !== 'Observation') {
    return problem('wrong-resource-type', { expression, diagnostics: 'expected an Observation' });
  }
  return checkSubject(resource, expression, isSubject) ?? indexValues(resource, expression, index);
}

/** An object with a value for concepts of the catalogue, and where it stands in its Observation. */
interface Carrier {
  readonly node: Fields;
  readonly path: string;
  readonly concepts: readonly string[];
}

function indexValues(observation: Fields, expression: string, index: ObservationIndex): Problem | undefined {
  const wrong = malformedCode(observation) ?? malformedComponents(observation);
  if (wrong) return at(expression, wrong);
  const carriers = carriersOf(observation);
  if (carriers.length === 0) return undefined;
  const unreadable = malformedObservation(observation) ?? malformedCarrier(carriers);
  if (unreadable) return at(expression, unreadable);
  addEntries(observation, carriers, index);
  return undefined;
}

const at = (expression: string, { code, path }: Malformed): Problem =>
  problem(code, { expression: `${expression}.${path}` });

function carriersOf(observation: Fields): readonly Carrier[] {
  const carriers: Carrier[] = [];
  addCarrier(carriers, observation, '');
  const { component = NOTHING } = observation as { component?: readonly Fields[] };
  component.forEach((node, i) => {
    addCarrier(carriers, node, `component[${i}]`);
  });
  return carriers;
}

function addCarrier(carriers: Carrier[], node: Fields, path: string): void {
  const found = conceptsOf(node);
  if (found.length > 0) carriers.push({ node, path, concepts: found });
}

function conceptsOf({ code }: Fields): readonly string[] {
  const { coding = NOTHING } = code as { coding?: readonly Fields[] };
  let found: string[] | undefined;
  for (const { system, code } of coding) {
    const concept = CONCEPT_BY_CODE.get(system)?.get(code);
    if (concept === undefined) continue;
    if (!found) found = [concept];
    else if (!found.includes(concept)) found.push(concept);
  }
  return found ?? NOTHING;
}

const NOTHING: readonly never[] = [];

function malformedCarrier(carriers: readonly Carrier[]): Malformed | undefined {
  for (const { node, path } of carriers) {
    const found = malformedValue(node);
    if (found) return prefixed({ code: 'invalid-field', path: found }, path);
  }
  return undefined;
}

function addEntries(observation: Fields, carriers: readonly Carrier[], index: ObservationIndex): void {
  const state = STATES.get(observation.status);
  if (state === undefined || state === 'dropped') return;
  const dated = datedOf(observation) ?? {};
  for (const { node, concepts } of carriers) {
    const entry = observedEntry(observation, node, state, dated);
    for (const concept of concepts) add(index, concept, entry);
  }
}

function add(index: ObservationIndex, concept: string, entry: Entry): void {
  const entries = index.get(concept);
  if (entries) entries.push(entry);
  else index.set(concept, [entry]);
}
