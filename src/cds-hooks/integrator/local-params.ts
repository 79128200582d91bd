import { isObject } from '../../kernel/json-object.ts';
import { dateOf } from './dates.ts';
import type { FhirResource } from './files.ts';

type Filter = (resource: FhirResource) => boolean;

/** Token parameter of R4 → elements that hold it. */
const TOKENS: Readonly<Record<string, readonly string[]>> = {
  _id: ['id'],
  identifier: ['identifier'],
  code: ['code', 'medicationCodeableConcept', 'vaccineCode'],
  category: ['category'],
  type: ['type'],
  class: ['class'],
  status: ['status'],
  intent: ['intent'],
  'clinical-status': ['clinicalStatus'],
  'verification-status': ['verificationStatus'],
};

/** Reference parameter → elements, and the type meant by a bare id. */
const REFERENCES: Readonly<Record<string, { readonly elements: readonly string[]; readonly type: string }>> =
  {
    patient: { elements: ['patient', 'subject', 'for', 'beneficiary'], type: 'Patient' },
    subject: { elements: ['subject', 'patient', 'for'], type: 'Patient' },
    encounter: { elements: ['encounter', 'context'], type: 'Encounter' },
  };

/** What a search parameter asks of a resource; nothing for one that cannot be answered from files. */
export function filterFor(name: string, value: string): Filter | undefined {
  const values = value.split(',');
  if (Object.hasOwn(TOKENS, name)) return tokenFilter(TOKENS[name]!, values);
  if (Object.hasOwn(REFERENCES, name)) return referenceFilter(REFERENCES[name]!, values);
  if (name === 'date' && values.every((v) => DATE.test(v)))
    return (r) => values.some((v) => dateMatches(dateOf(r), v));
  return undefined;
}

const tokenFilter =
  (elements: readonly string[], values: readonly string[]): Filter =>
  (resource) =>
    elements
      .flatMap((element) => codingsOf(resource[element]))
      .some((coding) => values.some((value) => tokenMatches(coding, value)));

interface Token {
  readonly system: unknown;
  readonly code: unknown;
}

/** The codes of a code, Coding, CodeableConcept or Identifier, or of a list of them. */
function codingsOf(value: unknown): readonly Token[] {
  if (Array.isArray(value)) return value.flatMap(codingsOf);
  if (typeof value === 'string') return [{ system: undefined, code: value }];
  if (!isObject(value)) return [];
  if (Array.isArray(value.coding)) return value.coding.flatMap(codingsOf);
  return [{ system: value.system, code: value.code ?? value.value }];
}

/** `code`, `system|code`, `|code` and `system|` (FHIR R4 search, "token"). */
function tokenMatches({ system, code }: Token, value: string): boolean {
  const bar = value.indexOf('|');
  if (bar < 0) return code === value;
  const [wantedSystem, wantedCode] = [value.slice(0, bar), value.slice(bar + 1)];
  return (system ?? '') === wantedSystem && (wantedCode === '' || code === wantedCode);
}

const referenceFilter =
  ({ elements, type }: { elements: readonly string[]; type: string }, values: readonly string[]): Filter =>
  (resource) => {
    const wanted = values.map((v) => (v.includes('/') ? v : `${type}/${v}`));
    return elements.some((element) => {
      const value = resource[element];
      return isObject(value) && wanted.some((w) => w === value.reference);
    });
  };

const DATE = /^(eq|ge|gt|le|lt)?(\d{4}(?:-\d{2}(?:-\d{2}(?:T.*)?)?)?)$/;

/** Compares as far as the value is exact: `eq2026-01` holds for all of January. */
function dateMatches(date: string, value: string): boolean {
  const [, prefix = 'eq', wanted = ''] = DATE.exec(value) ?? [];
  const given = date.slice(0, wanted.length);
  const tests: Readonly<Record<string, boolean>> = {
    eq: given === wanted,
    ge: given >= wanted,
    gt: given > wanted,
    le: given <= wanted,
    lt: given < wanted,
  };
  return date !== '' && (tests[prefix] ?? false);
}
