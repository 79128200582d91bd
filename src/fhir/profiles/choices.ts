import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { type Fields, isObject } from '../../kernel/json-object.ts';
import type { ProfileProblem } from './problem.ts';

/**
 * Choice elements (`value[x]`, https://hl7.org/fhir/R4/formats.html#choice) in the types that a profile leaves them.
 * Medplum's validator takes every type of the base definition.
 */
export function checkChoices(
  value: Fields,
  root: string,
  { snapshot }: StructureDefinition,
): ProfileProblem[] {
  const choices = (snapshot?.element ?? []).filter((e) => e.path.endsWith('[x]') && !e.id?.includes(':'));
  return choices.flatMap((element) => checkChoice(value, root, element));
}

function checkChoice(value: Fields, root: string, element: ElementDefinition): ProfileProblem[] {
  const steps = element.path.split('.').slice(1);
  const name = steps.pop()!.slice(0, -'[x]'.length);
  const allowed = (element.type ?? []).map(({ code }) => name + code.charAt(0).toUpperCase() + code.slice(1));
  return parentsAt({ value, path: root }, steps).flatMap((parent) =>
    Object.keys(parent.value)
      .filter((key) => isChoice(key, name) && !allowed.includes(key))
      .map((key) => ({ expression: `${parent.path}.${key}`, message: `expected ${allowed.join(' or ')}` })),
  );
}

/** `valueString` is a choice of `value`; `values` is not. */
const isChoice = (key: string, name: string): boolean =>
  key.startsWith(name) && /^[A-Z]/.test(key.slice(name.length));

interface At {
  readonly value: Fields;
  readonly path: string;
}

function parentsAt(start: At, steps: readonly string[]): readonly At[] {
  return steps.reduce<readonly At[]>((parents, step) => parents.flatMap((p) => membersAt(p, step)), [start]);
}

function membersAt({ value, path }: At, step: string): At[] {
  const member = value[step];
  if (isObject(member)) return [{ value: member, path: `${path}.${step}` }];
  if (!Array.isArray(member)) return [];
  return member.flatMap((item, i) =>
    isObject(item) ? [{ value: item, path: `${path}.${step}[${i}]` }] : [],
  );
}
