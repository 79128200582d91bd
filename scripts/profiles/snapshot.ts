import type { ElementDefinition } from '@medplum/fhirtypes';

/** One element of a differential; `path` and `sliceName` follow from the id. */
export type Change = Partial<Omit<ElementDefinition, 'id' | 'path' | 'sliceName'>> & { readonly id: string };

/** Elements of a data type's own definition. */
export type TypeElements = (type: string) => readonly ElementDefinition[];

/** The changes as `StructureDefinition.differential` has them. */
export const differentialOf = (changes: readonly Change[]): ElementDefinition[] =>
  changes.map((change) => ({ ...change, ...named(change.id) }));

/**
 * A snapshot (https://hl7.org/fhir/R4/profiling.html#snapshot): the elements of the base with the changes in place.
 * Data types are opened and slices added where a change asks for it. Covers what the Kairos profiles use, no more.
 */
export function snapshotOf(
  base: readonly ElementDefinition[],
  changes: readonly Change[],
  typeElements: TypeElements,
): ElementDefinition[] {
  const elements = base.map(withoutMapping);
  for (const change of changes) {
    const at = indexFor(change.id, elements, typeElements);
    elements[at] = merged(elements[at]!, change);
  }
  return elements;
}

const named = (id: string): { path: string; sliceName?: string } => {
  const sliceName = /:([^.]+)$/.exec(id)?.[1];
  return { path: id.replace(/:[^.]+/g, ''), ...(sliceName ? { sliceName } : {}) };
};

function withoutMapping({ mapping: _, ...element }: ElementDefinition): ElementDefinition {
  return structuredClone(element);
}

/** Constraints add up; everything else of the change replaces. */
const merged = (element: ElementDefinition, change: Change): ElementDefinition => ({
  ...element,
  ...change,
  ...(change.constraint ? { constraint: [...(element.constraint ?? []), ...change.constraint] } : {}),
});

/** Where the element with this id is, after making it when it is not there yet. */
function indexFor(id: string, elements: ElementDefinition[], typeElements: TypeElements): number {
  const find = () => elements.findIndex((e) => e.id === id);
  if (find() < 0) {
    if (/:[^.]+$/.test(id)) addSlice(id, elements);
    else openType(id.slice(0, id.lastIndexOf('.')), elements, typeElements);
  }
  if (find() < 0) throw new RangeError(`the base has no element ${id}`);
  return find();
}

/** After the sliced element and the slices it already has; with the children that are open already. */
function addSlice(id: string, elements: ElementDefinition[]): void {
  const slicedId = id.slice(0, id.lastIndexOf(':'));
  const sliced = elements.find((e) => e.id === slicedId);
  if (!sliced?.slicing) throw new RangeError(`${slicedId} is not sliced`);
  const last = elements.findLastIndex((e) => e.id === slicedId || /^[.:]/.test(restOf(e.id!, slicedId)));
  const { slicing: _, ...slice } = structuredClone(sliced);
  const children = elements.filter((e) => e.id!.startsWith(`${slicedId}.`));
  elements.splice(
    last + 1,
    0,
    { ...slice, id, ...named(id), min: 0 },
    ...children.map((child) => copyAt(id + restOf(child.id!, slicedId), child)),
  );
}

const copyAt = (id: string, element: ElementDefinition): ElementDefinition => ({
  ...structuredClone(element),
  id,
  ...named(id),
});

/** The children of the element's data type, below it. */
function openType(id: string, elements: ElementDefinition[], typeElements: TypeElements): void {
  const at = elements.findIndex((e) => e.id === id);
  const type = elements[at]?.type?.[0]?.code;
  if (type === undefined) throw new RangeError(`${id} has no type to open`);
  const children = typeElements(type)
    .slice(1)
    .map((child) => {
      const childId = id + child.id!.slice(type.length);
      return { ...withoutMapping(child), id: childId, ...named(childId) };
    });
  elements.splice(at + 1, 0, ...children);
}

const restOf = (id: string, prefix: string): string => (id.startsWith(prefix) ? id.slice(prefix.length) : '');
