import { type Fields, isObject } from '../../kernel/json-object.ts';
import { codesOfSystem } from './codes.ts';
import type { Definitions } from './definitions.ts';
import type { ProfileProblem } from './problem.ts';

/** In the current code system and not yet in the one that was published with R4. */
const NEWER_THAN_R4 = new Set(['http://terminology.hl7.org/CodeSystem/v3-ObservationValue|AIAST']);

/** Codings whose code is not in their code system, where all of that is at hand. */
export function checkCodings(resource: Fields, definitions: Definitions): ProfileProblem[] {
  return codingsIn(resource, String(resource.resourceType))
    .filter(({ system, code }) => {
      const codes = codesOfSystem(definitions.codeSystems.get(system));
      return codes && !codes.has(code) && !NEWER_THAN_R4.has(`${system}|${code}`);
    })
    .map(({ expression, system }) => ({ expression, message: `the code is not in ${system}` }));
}

interface Located {
  readonly system: string;
  readonly code: string;
  readonly expression: string;
}

function codingsIn(value: unknown, expression: string): Located[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => codingsIn(item, `${expression}[${i}]`));
  if (!isObject(value)) return [];
  const { system, code } = value;
  const own = typeof system === 'string' && typeof code === 'string' ? [{ system, code, expression }] : [];
  return [
    ...own,
    ...Object.entries(value).flatMap(([key, member]) => codingsIn(member, `${expression}.${key}`)),
  ];
}
