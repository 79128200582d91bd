import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { baseResources } from '../../src/fhir/profiles/definitions.ts';
import { extensionUrl } from '../../src/kernel/canonical.ts';
import { header } from './header.ts';
import { type Change, differentialOf, snapshotOf, type TypeElements } from './snapshot.ts';

/** What is particular to one profile or extension. */
export interface Profile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** `RiskAssessment`, `Extension`, ... */
  readonly type: string;
  /** For extensions: the elements that may carry it. */
  readonly context?: readonly string[];
  readonly changes: readonly Change[];
}

const HL7 = 'http://hl7.org/fhir/StructureDefinition/';

/** Elements that Medplum adds to R4's Meta: no part of the standard. */
const NOT_R4 = new Set(['project', 'author', 'onBehalfOf', 'account', 'accounts', 'compartment', 'deleted']);

/** The profile as a StructureDefinition with differential and snapshot. */
export async function structureDefinition(profile: Profile): Promise<StructureDefinition> {
  const { id, name, title, description, type, context, changes } = profile;
  const elements = await elementsOfTypes();
  return {
    resourceType: 'StructureDefinition',
    id,
    url: extensionUrl(id),
    ...header,
    name,
    title,
    description,
    fhirVersion: '4.0.1',
    kind: type === 'Extension' ? 'complex-type' : 'resource',
    abstract: false,
    ...(context ? { context: context.map((expression) => ({ type: 'element', expression })) } : {}),
    type,
    baseDefinition: HL7 + type,
    derivation: 'constraint',
    snapshot: { element: snapshotOf(elements(type), changes, elements) },
    differential: { element: differentialOf(changes) },
  };
}

async function elementsOfTypes(): Promise<TypeElements> {
  const structures = (await baseResources()).filter((r) => r.resourceType === 'StructureDefinition');
  const byUrl = new Map(structures.map((s) => [s.url, s]));
  return (type) => (byUrl.get(HL7 + type)?.snapshot?.element ?? []).filter((e) => isR4(type, e));
}

const isR4 = (type: string, { id }: ElementDefinition): boolean =>
  type !== 'Meta' || !NOT_R4.has(id!.slice('Meta.'.length));
