import type { Resource, StructureDefinition } from '@medplum/fhirtypes';
import { CANONICAL } from '../../kernel/canonical.ts';
import { type Fields, isObject } from '../../kernel/json-object.ts';
import { withoutVersion } from './codes.ts';
import { baseResources, type Definitions, definitionsFrom, readFolder } from './definitions.ts';
import { checkExtensions } from './extensions.ts';
import { checkLimits } from './limits.ts';
import type { ProfileProblem } from './problem.ts';
import { checkStructure } from './structure.ts';

export type { ProfileProblem } from './problem.ts';

export interface ProfileValidator {
  readonly definitions: Definitions;
  /**
   * What is wrong with a resource by R4 and by the Kairos profiles that its `meta.profile` names, and by `profile` when
   * given. Empty when it is valid. Never throws, whatever it is given.
   */
  validate(resource: unknown, profile?: string): readonly ProfileProblem[];
}

const BASE = 'http://hl7.org/fhir/StructureDefinition/';

/** Reads R4 and the profiles of a folder. For checks and tests: it needs the development dependencies. */
export async function openValidator(directory: string): Promise<ProfileValidator> {
  const own = (await readFolder(directory)).map((file) => file.resource).filter(isObject);
  const definitions = definitionsFrom([...(await baseResources()), ...(own as unknown as Resource[])]);
  return {
    definitions,
    validate(resource, profile) {
      try {
        return distinct(problemsIn(resource, profile, definitions));
      } catch {
        return [{ expression: '$this', message: 'could not be validated' }];
      }
    },
  };
}

function problemsIn(
  resource: unknown,
  profile: string | undefined,
  definitions: Definitions,
): readonly ProfileProblem[] {
  if (!isObject(resource)) return [{ expression: '$this', message: 'a FHIR resource is expected' }];
  const tooMuch = checkLimits(resource);
  if (tooMuch) return [tooMuch];
  const type = String(resource.resourceType);
  const base = definitions.structures.get(BASE + type);
  if (base?.kind !== 'resource') return [{ expression: 'resourceType', message: 'no such type in R4' }];
  const asked = [...(profile ? [profile] : []), ...declaredProfiles(resource)];
  const profiles = asked.map((url) => definitions.structures.get(withoutVersion(url)));
  const fitting = profiles.filter((p) => p?.type === type).filter((p) => p !== undefined);
  return [
    ...asked.flatMap((url, i) => checkProfile(url, profiles[i], type)),
    ...(fitting.length > 0 ? fitting : [base]).flatMap((s) => checkStructure(resource, type, s, definitions)),
    ...checkExtensions(resource, type, definitions),
  ];
}

/** Profiles of others are not here and are left to them. */
function declaredProfiles({ meta }: Fields): string[] {
  const profiles = isObject(meta) && Array.isArray(meta.profile) ? meta.profile : [];
  return profiles.filter((url) => typeof url === 'string' && url.startsWith(`${CANONICAL}/`));
}

function checkProfile(
  url: string,
  structure: StructureDefinition | undefined,
  type: string,
): ProfileProblem[] {
  if (!structure) return [{ expression: 'meta.profile', message: `no profile ${url} is defined` }];
  if (structure.type === type) return [];
  return [{ expression: 'meta.profile', message: `${url} is a profile of ${structure.type}` }];
}

function distinct(problems: readonly ProfileProblem[]): readonly ProfileProblem[] {
  return [...new Map(problems.map((p) => [`${p.expression}\n${p.message}`, p])).values()];
}
