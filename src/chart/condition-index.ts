import { type Problem, problem } from '../kernel/errors.ts';
import { type Fields, isObject } from '../kernel/json-object.ts';
import { classifyCondition } from './condition-codes.ts';
import {
  codesIn,
  earliestInstant,
  isCodingList,
  isOptionalString,
  malformedConcept,
  malformedIdentity,
  malformedPeriod,
  referenceTo,
} from './fhir-elements.ts';
import type { Located } from './located.ts';
import { shownName } from './names.ts';
import { orderOf } from './observed-entry.ts';
import { addStatement, type PresenceIndex, type Statement } from './presence.ts';
import { checkSubject } from './subject-check.ts';

/**
 * Adds a Condition (https://hl7.org/fhir/R4/condition.html) to the index if it is of the catalogue. A code is optional
 * in R4; only the elements that are used are looked at, and a malformed one among them is the answer. One that is so now
 * and of which nobody can tell what it is, is named as unread.
 */
export function indexCondition(
  { resource, expression }: Located,
  isSubject: (reference: string) => boolean,
  index: PresenceIndex,
): Problem | undefined {
  if (!isObject(resource) || resource.resourceType !== 'Condition')
    return problem('wrong-resource-type', { expression, diagnostics: 'expected a Condition' });
  const wrong = checkSubject(resource, expression, isSubject);
  if (wrong) return wrong;
  const invalid = (path: string) => problem('invalid-field', { expression: `${expression}.${path}` });
  const malformedCode = malformedConcept(resource.code, 'code');
  if (malformedCode) return invalid(malformedCode);
  const { text, codings } = wordsOf(resource);
  const { concepts, isKnown } = classifyCondition(text, codings);
  if (concepts.length === 0) {
    if (!isKnown && saysOf(resource) === 'present')
      index.unread.push(shownName([text, ...codings.map((c) => c.display), ...codings.map((c) => c.code)]));
    return undefined;
  }
  const malformed = malformedCondition(resource);
  if (malformed) return invalid(malformed);
  addStatement(index, concepts, statementOf(resource));
  return undefined;
}

function wordsOf({ code }: Fields): { readonly text: unknown; readonly codings: readonly Fields[] } {
  const { text, coding } = isObject(code) ? code : {};
  return { text, codings: isCodingList(coding) ? coding : [] };
}

function malformedCondition(condition: Fields): string | undefined {
  const wrong =
    malformedIdentity(condition) ??
    malformedConcept(condition.clinicalStatus, 'clinicalStatus') ??
    malformedConcept(condition.verificationStatus, 'verificationStatus');
  if (wrong) return wrong;
  const date = ['onsetDateTime', 'recordedDate'].find((name) => !isOptionalString(condition[name]));
  return date ?? malformedPeriod(condition.onsetPeriod, 'onsetPeriod');
}

/** When it began, as far as that is said; else when it was written down. */
function statementOf(condition: Fields): Statement {
  const { onsetDateTime, onsetPeriod, recordedDate } = condition;
  const ofPeriod = isObject(onsetPeriod) ? (onsetPeriod.start ?? onsetPeriod.end) : undefined;
  const date = onsetDateTime ?? ofPeriod ?? recordedDate;
  const at = earliestInstant(date);
  return {
    says: saysOf(condition),
    at,
    date: at === undefined ? undefined : (date as string),
    source: () => referenceTo('Condition', condition),
    order: orderOf(condition),
  };
}

const PAST = ['inactive', 'remission', 'resolved'];
const ABATEMENTS = ['DateTime', 'Age', 'Period', 'Range', 'String'].map((type) => `abatement${type}`);

/** One of several possibilities (`differential`) is no finding. What has ended without a clinical status is past. */
function saysOf(condition: Fields): Statement['says'] {
  const verification = codesIn(condition.verificationStatus);
  if (verification.includes('entered-in-error')) return 'in-error';
  if (verification.includes('refuted') || verification.includes('differential')) return 'absent';
  const clinical = codesIn(condition.clinicalStatus);
  if (clinical.length > 0) return clinical.some((code) => PAST.includes(code)) ? 'past' : 'present';
  return ABATEMENTS.some((name) => condition[name] !== undefined) ? 'past' : 'present';
}
