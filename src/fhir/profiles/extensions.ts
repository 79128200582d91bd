import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { CANONICAL } from '../../kernel/canonical.ts';
import { type Fields, isObject } from '../../kernel/json-object.ts';
import type { Definitions } from './definitions.ts';
import type { ProfileProblem } from './problem.ts';
import { checkStructure } from './structure.ts';

interface Located {
  readonly value: Fields;
  readonly expression: string;
}

/**
 * Every Kairos extension in a resource against its own definition: known URL, a place it may stand in, its parts and
 * their values. Medplum's validator does not follow `type.profile` to the definition of an extension.
 */
export function checkExtensions(resource: Fields, type: string, definitions: Definitions): ProfileProblem[] {
  return extensionsIn({ value: resource, expression: type })
    .filter(({ value }) => String(value.url).startsWith(`${CANONICAL}/`))
    .flatMap((located) => checkExtension(located, definitions));
}

/** Outermost extensions: what is inside one belongs to its definition. */
function extensionsIn({ value, expression }: Located): Located[] {
  return Object.entries(value).flatMap(([key, member]) => {
    const step = `${expression}.${key.replace(/^_/, '')}`;
    if (key === 'extension') return located(member, step);
    return located(member, step).flatMap(extensionsIn);
  });
}

function located(member: unknown, expression: string): Located[] {
  if (isObject(member)) return [{ value: member, expression }];
  if (!Array.isArray(member)) return [];
  return member.flatMap((item, i) =>
    isObject(item) ? [{ value: item, expression: `${expression}[${i}]` }] : [],
  );
}

function checkExtension({ value, expression }: Located, definitions: Definitions): ProfileProblem[] {
  const definition = definitions.structures.get(String(value.url));
  if (!definition)
    return [{ expression: `${expression}.url`, message: 'no extension with this url is defined' }];
  const parts = located(value.extension, `${expression}.extension`);
  return [
    ...checkContext(expression, definition),
    ...checkStructure(value, expression, definition, definitions),
    ...parts.flatMap((part) => checkPart(part, definition, definitions)),
  ];
}

/** `StructureDefinition.context`: the elements that may carry the extension. */
function checkContext(expression: string, { context = [] }: StructureDefinition): ProfileProblem[] {
  const carrier = expression.replace(/\[\d+\]/g, '').replace(/\.extension$/, '');
  if (context.some((c) => c.type === 'element' && c.expression === carrier)) return [];
  const places = context.map((c) => c.expression).join(', ');
  return [{ expression, message: `this extension may only stand in ${places}` }];
}

function checkPart(
  { value, expression }: Located,
  whole: StructureDefinition,
  definitions: Definitions,
): ProfileProblem[] {
  const part = partDefinition(whole, String(value.url));
  if (!part) return [{ expression: `${expression}.url`, message: 'the extension has no such part' }];
  return checkStructure(value, expression, part, definitions);
}

/** The elements of one slice of `Extension.extension` as a definition of their own. */
function partDefinition(whole: StructureDefinition, name: string): StructureDefinition | undefined {
  const root = `Extension.extension:${name}`;
  const element = (whole.snapshot?.element ?? [])
    .filter(({ id }) => id === root || id?.startsWith(`${root}.`))
    .map((e) => atRoot(e, root));
  return element.length > 0 ? { ...whole, snapshot: { element } } : undefined;
}

function atRoot({ sliceName: _, ...element }: ElementDefinition, root: string): ElementDefinition {
  const rest = element.id!.slice(root.length);
  return { ...element, id: `Extension${rest}`, path: `Extension${rest}` };
}
