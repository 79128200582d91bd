import { type Problem, problem } from '../kernel/errors.ts';
import { type Fields, isObject } from '../kernel/json-object.ts';
import { earliestInstant, isDate, isOptionalString, malformedIdentity } from './fhir-elements.ts';
import type { Located } from './located.ts';

/** The Patient that `patientId` names, or what is wrong with the resource: only what is read is looked at. */
export function checkPatient({ resource, expression }: Located, patientId: string): Problem | undefined {
  if (!isObject(resource) || resource.resourceType !== 'Patient') {
    return problem('wrong-resource-type', { expression, diagnostics: 'expected a Patient' });
  }
  if (resource.id === undefined) return problem('required-field', { expression: `${expression}.id` });
  const path = malformedIdentity(resource) ?? malformedPatient(resource);
  if (path !== undefined) return problem('invalid-field', { expression: `${expression}.${path}` });
  return resource.id === patientId ? undefined : problem('wrong-patient', { expression: `${expression}.id` });
}

function malformedPatient({
  birthDate,
  gender,
  deceasedBoolean,
  deceasedDateTime,
  extension,
}: Fields): string | undefined {
  if (birthDate !== undefined && !isDate(birthDate)) return 'birthDate';
  if (!isOptionalString(gender)) return 'gender';
  if (deceasedBoolean !== undefined && typeof deceasedBoolean !== 'boolean') return 'deceasedBoolean';
  if (deceasedDateTime !== undefined && earliestInstant(deceasedDateTime) === undefined)
    return 'deceasedDateTime';
  const isList = extension === undefined || (Array.isArray(extension) && extension.every(isObject));
  return isList ? undefined : 'extension';
}
