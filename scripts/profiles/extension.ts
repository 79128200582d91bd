import type { ElementDefinitionConstraint } from '@medplum/fhirtypes';
import { extensionUrl } from '../../src/kernel/canonical.ts';
import type { Change } from './snapshot.ts';
import type { Profile } from './structure-definition.ts';

/** One part of a complex extension. */
export interface Part {
  readonly name: string;
  readonly short: string;
  readonly types: readonly string[];
  readonly optional?: true;
  /** May stand there several times. */
  readonly many?: true;
  /** Value set that the part must be from. */
  readonly valueSet?: string;
}

export interface ComplexExtension extends Omit<Profile, 'type' | 'changes'> {
  readonly parts: readonly Part[];
  readonly constraint?: ElementDefinitionConstraint[];
}

/** An invariant; the key is what a validator reports. */
export const invariant = (key: string, human: string, expression: string): ElementDefinitionConstraint => ({
  key,
  severity: 'error',
  human,
  expression,
});

/** Slicing of extensions by their `url`. */
export const byUrl = (rules: 'open' | 'closed') => ({
  discriminator: [{ type: 'value' as const, path: 'url' }],
  ordered: false,
  rules,
});

/** An extension that is made of named parts and has no value of its own. */
export function complexExtension({ parts, constraint, ...profile }: ComplexExtension): Profile {
  const { id, title, description } = profile;
  return {
    ...profile,
    type: 'Extension',
    changes: [
      {
        id: 'Extension',
        short: title,
        definition: description,
        ...(constraint ? { constraint } : {}),
      },
      { id: 'Extension.extension', min: parts.filter((p) => !p.optional).length, slicing: byUrl('closed') },
      ...parts.flatMap(partChanges),
      { id: 'Extension.url', fixedUri: extensionUrl(id) },
      { id: 'Extension.value[x]', max: '0' },
    ],
  };
}

export interface SimpleExtension extends Omit<Profile, 'type' | 'changes'> {
  readonly value: string;
  /** Value set that the value must be from. */
  readonly valueSet?: string;
  readonly constraint?: ElementDefinitionConstraint[];
}

/** An extension that is one value. */
export function simpleExtension({ value, valueSet, constraint, ...profile }: SimpleExtension): Profile {
  const { id, title, description } = profile;
  return {
    ...profile,
    type: 'Extension',
    changes: [
      { id: 'Extension', short: title, definition: description, ...(constraint ? { constraint } : {}) },
      { id: 'Extension.extension', max: '0' },
      { id: 'Extension.url', fixedUri: extensionUrl(id) },
      {
        id: 'Extension.value[x]',
        min: 1,
        type: [{ code: value }],
        ...(valueSet ? { binding: { strength: 'required', valueSet } } : {}),
      },
    ],
  };
}

function partChanges({ name, short, types, optional, many, valueSet }: Part): Change[] {
  const id = `Extension.extension:${name}`;
  return [
    { id, short, definition: `${short}.`, min: optional ? 0 : 1, max: many ? '*' : '1' },
    { id: `${id}.extension`, max: '0' },
    { id: `${id}.url`, fixedUri: name },
    {
      id: `${id}.value[x]`,
      min: 1,
      type: types.map((code) => ({ code })),
      ...(valueSet ? { binding: { strength: 'required', valueSet } } : {}),
    },
  ];
}
