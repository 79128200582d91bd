import type { CodeableConcept, Identifier, Reference } from '@medplum/fhirtypes';
import { dateRange, type Interval } from './date-range.ts';

type Maybe<T> = readonly (T | undefined)[];

/** A token is found by `system|code`, by its code alone and by its system alone, and as `|code` when it has no system. */
function tokenTexts(system: string | undefined, code: string | undefined): string[] {
  if (code === undefined) return [];
  return system === undefined ? [code, `|${code}`] : [code, `${system}|${code}`, `${system}|`];
}

export const codings = (concepts: Maybe<CodeableConcept>): string[] =>
  concepts.flatMap((c) => (c?.coding ?? []).flatMap(({ system, code }) => tokenTexts(system, code)));

export const identifiers = (list: readonly Identifier[] | undefined): string[] =>
  (list ?? []).flatMap(({ system, value }) => tokenTexts(system, value));

/** Codes of an element of type `code`: it has no system, and implies the one that its value set draws on. */
export const codes = (list: Maybe<string>, implied: string): string[] =>
  list.flatMap((code) =>
    code === undefined ? [] : [...tokenTexts(undefined, code), `${implied}|${code}`, `${implied}|`],
  );

/** Literal references, those to a resource of `type` where one is given. */
export const references = (list: Maybe<Reference> | undefined, type?: string): string[] =>
  (list ?? []).flatMap((r) => {
    const target = r?.reference && withoutVersion(r.reference);
    return target && (!type || target.split('/').at(-2) === type) ? [target] : [];
  });

/** A reference to one version of something refers to it. */
export const withoutVersion = (reference: string): string => reference.replace(/\/_history\/[^/]+$/, '');

export const dates = (list: Maybe<string>): Interval[] => list.flatMap((text) => dateRange(text) ?? []);

export const numbers = (list: Maybe<number>): Interval[] =>
  list.flatMap((n) => (n === undefined ? [] : [{ low: n, high: n }]));

/** FHIR R4 `string` search disregards case, accents and repeated white space. */
export const folded = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

export const texts = (list: Maybe<string>): string[] => list.flatMap((text) => (text ? [folded(text)] : []));
