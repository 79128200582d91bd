import { type Fields, isObject } from '../kernel/json-object.ts';
import {
  earliestInstant,
  isCodingList,
  isOptionalString,
  malformedIdentity,
  malformedPeriod,
} from './fhir-elements.ts';

/** Where an element is missing or not of its type, below the resource. */
export interface Malformed {
  readonly code: 'invalid-field' | 'required-field';
  readonly path: string;
}

/** R4 ObservationStatus → what becomes of the Observation. */
export const STATES: ReadonlyMap<unknown, 'valued' | 'no-value' | 'in-error' | 'dropped'> = new Map([
  ['final', 'valued'],
  ['amended', 'valued'],
  ['corrected', 'valued'],
  ['preliminary', 'valued'],
  ['unknown', 'valued'],
  ['registered', 'no-value'],
  ['entered-in-error', 'in-error'],
  ['cancelled', 'dropped'],
]);

const invalid = (path: string): Malformed => ({ code: 'invalid-field', path });
const required = (path: string): Malformed => ({ code: 'required-field', path });

/** `code` of an Observation or of a component, which both must have. */
export function malformedCode({ code }: Fields): Malformed | undefined {
  if (code === undefined) return required('code');
  if (!isObject(code)) return invalid('code');
  return code.coding === undefined || isCodingList(code.coding) ? undefined : invalid('code.coding');
}

/** `component` and the codes in it. */
export function malformedComponents({ component }: Fields): Malformed | undefined {
  if (component === undefined) return undefined;
  if (!Array.isArray(component)) return invalid('component');
  for (const [i, node] of component.entries()) {
    const found = isObject(node)
      ? prefixed(malformedCode(node), `component[${i}]`)
      : invalid(`component[${i}]`);
    if (found) return found;
  }
  return undefined;
}

/** The same finding seen from further up. */
export const prefixed = (found: Malformed | undefined, prefix: string): Malformed | undefined =>
  found && prefix !== '' ? { ...found, path: `${prefix}.${found.path}` } : found;

/** Status, identity and dates: what every value of an Observation is told with. */
export function malformedObservation(observation: Fields): Malformed | undefined {
  const { status } = observation;
  if (status === undefined) return required('status');
  if (!STATES.has(status)) return invalid('status');
  const path = malformedIdentity(observation) ?? malformedDate(observation);
  return path === undefined ? undefined : invalid(path);
}

function malformedDate(observation: Fields): string | undefined {
  const wrong = ['effectiveDateTime', 'effectiveInstant', 'issued'].find(
    (e) => !isOptionalString(observation[e]),
  );
  if (wrong) return wrong;
  return malformedPeriod(observation.effectivePeriod, 'effectivePeriod');
}

/**
 * When an Observation was true: `effective[x]` (the end of a period, else its start), else `issued`. A date that cannot
 * be read counts as none: the next best one would be a guess.
 */
export function datedOf(observation: Fields): { readonly date: string; readonly at: number } | undefined {
  const { effectiveDateTime, effectiveInstant, effectivePeriod: period, issued } = observation;
  const ofPeriod = isObject(period) ? (period.end ?? period.start) : undefined;
  const date = effectiveDateTime ?? effectiveInstant ?? ofPeriod ?? issued;
  const at = earliestInstant(date);
  return at === undefined ? undefined : { date: date as string, at };
}
