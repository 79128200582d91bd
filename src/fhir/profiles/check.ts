import { join } from 'node:path';
import type { Resource } from '@medplum/fhirtypes';
import { isObject } from '../../kernel/json-object.ts';
import { checkCanonicals, checkNames } from './check-canonicals.ts';
import { checkExamples } from './check-examples.ts';
import { type ResourceFile, readFolder } from './definitions.ts';
import { openValidator, type ProfileValidator } from './validate.ts';

/**
 * One line for everything wrong in a folder of conformance resources: they are valid R4, named as their canonical
 * URLs, refer to nothing that is not defined; valid examples are valid, invalid ones fail where they must.
 */
export async function checkProfiles(directory: string): Promise<string[]> {
  try {
    return await checkFolder(directory);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    return [`fhir-profiles: cannot be checked, are the development dependencies installed? ${reason}`];
  }
}

async function checkFolder(directory: string): Promise<string[]> {
  const files = await readFolder(directory);
  if (files.length === 0) return ['fhir-profiles: there are no conformance resources'];
  const unreadable = files.filter(({ resource }) => !isObject(resource));
  if (unreadable.length > 0) return unreadable.map(({ name }) => lineOf(name, 'is not a JSON object'));
  const validator = await openValidator(directory);
  return [
    ...files.flatMap((file) => checkConformance(file, validator)),
    ...checkCanonicals(files, await readFolder(join(directory, 'examples'))),
    ...(await checkExamples(join(directory, 'examples'), validator)),
  ];
}

const lineOf = (name: string, message: string): string => `fhir-profiles/${name}: ${message}`;

function checkConformance({ name, resource }: ResourceFile, validator: ProfileValidator): string[] {
  return [
    ...checkNames(name, resource as Resource).map((message) => lineOf(name, message)),
    ...validator
      .validate(resource)
      .map(({ expression, message }) => lineOf(name, `${expression}: ${message}`)),
  ];
}
