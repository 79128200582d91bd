import type { TypedValue } from '@medplum/core';
import type { CodeableConcept, Coding, Quantity } from '@medplum/fhirtypes';
import { type Codes, codesOf, withoutVersion } from './codes.ts';
import type { Definitions } from './definitions.ts';
import type { ProfileProblem } from './problem.ts';

/** Coded values met during a validation, by the value set they are bound to with strength `required`. */
export type BoundValues = Record<string, (TypedValue & { readonly path: string })[]>;

/**
 * Required bindings (https://hl7.org/fhir/R4/terminologies.html#required), which Medplum's validator collects and does
 * not check. A value set that cannot be listed is not checked.
 */
export function checkBindings(bound: BoundValues, definitions: Definitions): ProfileProblem[] {
  return Object.entries(bound).flatMap(([url, values]) => {
    const codes = codesOf(url, definitions);
    if (!codes) return [];
    const message = `the code is not in the required value set ${withoutVersion(url)}`;
    return values.filter((value) => !isIn(codes, value)).map(({ path }) => ({ expression: path, message }));
  });
}

function isIn(codes: Codes, { type, value }: TypedValue): boolean {
  if (type === 'CodeableConcept')
    return ((value as CodeableConcept).coding ?? []).some((coding) => hasCoding(codes, coding));
  if (type === 'Coding' || type === 'Quantity') return hasCoding(codes, value as Coding | Quantity);
  if (value === null || typeof value.valueOf() !== 'string') return true;
  return [...codes.values()].some((set) => set.has(String(value)));
}

const hasCoding = (codes: Codes, { system, code }: Coding | Quantity): boolean =>
  codes.get(system ?? '')?.has(code ?? '') ?? false;
