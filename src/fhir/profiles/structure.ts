import { OperationOutcomeError, type TypedValue, validateTypedValue } from '@medplum/core';
import type { OperationOutcomeIssue, StructureDefinition } from '@medplum/fhirtypes';
import type { Fields } from '../../kernel/json-object.ts';
import { type BoundValues, checkBindings } from './bindings.ts';
import { checkChoices } from './choices.ts';
import type { Definitions } from './definitions.ts';
import type { ProfileProblem } from './problem.ts';

/**
 * A value against the snapshot of a StructureDefinition: elements, types, cardinalities, fixed values, patterns, slices
 * and invariants as Medplum's validator checks them; required bindings and narrowed choices as it does not. Its
 * warnings (a reference to another type, two choices at once) break the specification and count.
 */
export function checkStructure(
  value: Fields,
  root: string,
  structure: StructureDefinition,
  definitions: Definitions,
): ProfileProblem[] {
  const bound: BoundValues = {};
  const issues = issuesOf({ type: structure.type, value }, structure, bound);
  const found = [...issues.map(problemOf), ...checkBindings(bound, definitions)];
  return [...found.map((p) => moved(p, structure.type, root)), ...checkChoices(value, root, structure)];
}

function issuesOf(
  typed: TypedValue,
  profile: StructureDefinition,
  bound: BoundValues,
): readonly OperationOutcomeIssue[] {
  try {
    return validateTypedValue(typed, { profile, collect: { tokens: bound } });
  } catch (cause) {
    if (cause instanceof OperationOutcomeError) return cause.outcome.issue ?? [];
    throw cause;
  }
}

const problemOf = ({ expression, details, diagnostics }: OperationOutcomeIssue): ProfileProblem => ({
  expression: expression?.[0] ?? '$this',
  message: details?.text ?? diagnostics ?? 'invalid',
});

/** The validator's paths start at the type of the value; ours where the value is. */
function moved({ expression, message }: ProfileProblem, type: string, root: string): ProfileProblem {
  const isInside = expression === type || expression.startsWith(`${type}.`);
  return { expression: isInside ? root + expression.slice(type.length) : expression, message };
}
