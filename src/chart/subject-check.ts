import { type Problem, problem } from '../kernel/errors.ts';
import { type Fields, isObject } from '../kernel/json-object.ts';

const NO_SUBJECT = 'The data does not say that it belongs to context.patientId; nothing was scored';

/** Data that belongs to nobody known is as bad as data of another patient. */
export function checkSubject(
  { subject }: Fields,
  expression: string,
  isSubject: (reference: string) => boolean,
): Problem | undefined {
  const at = `${expression}.subject`;
  if (subject === undefined) return problem('wrong-patient', { expression: at, message: NO_SUBJECT });
  if (!isObject(subject)) return problem('invalid-field', { expression: at });
  const { reference } = subject;
  const atReference = `${at}.reference`;
  if (reference === undefined)
    return problem('wrong-patient', { expression: atReference, message: NO_SUBJECT });
  if (typeof reference !== 'string') return problem('invalid-field', { expression: atReference });
  return isSubject(reference) ? undefined : problem('wrong-patient', { expression: atReference });
}
