import type { Extension } from '@medplum/fhirtypes';
import { extensionUrl } from '../kernel/canonical.ts';

interface Extensible {
  readonly extension?: readonly Extension[];
}

/** Every extension of a URL. */
export const allOf = ({ extension = [] }: Extensible, url: string): readonly Extension[] =>
  extension.filter((e) => e.url === url);

/** Every Kairos extension of that name. */
export const all = (element: Extensible, name: string): readonly Extension[] =>
  allOf(element, extensionUrl(name));

/** A part of a complex extension. */
export const part = (extension: Extension | undefined, name: string): Extension | undefined =>
  extension?.extension?.find((e) => e.url === name);

/** A part that may stand there several times. */
export const parts = (extension: Extension, name: string): readonly Extension[] =>
  extension.extension?.filter((e) => e.url === name) ?? [];

/** The member when there is a value, and no member when there is none. */
export function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
