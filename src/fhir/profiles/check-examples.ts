import { join } from 'node:path';
import { z } from 'zod';
import { isObject } from '../../kernel/json-object.ts';
import { checkCodings } from './codings.ts';
import { type ResourceFile, readFolder } from './definitions.ts';
import type { ProfileProblem } from './problem.ts';
import type { ProfileValidator } from './validate.ts';

/** What an invalid example is invalid against, and the only place where problems may be reported. */
const invalidExample = z.strictObject({
  profile: z.url(),
  expression: z.string().min(1),
  /** What the problem says: the key of an invariant, a value set, "Missing". */
  message: z.string().min(1),
});

/** `examples/invalid/index.json`: file name → what must be found in it. */
const index = z.record(z.string(), invalidExample);

export type InvalidExample = z.output<typeof invalidExample>;

/** Valid examples are valid by a profile they declare; invalid ones fail exactly where the index says. */
export async function checkExamples(directory: string, validator: ProfileValidator): Promise<string[]> {
  const valid = await readFolder(directory);
  const invalid = await readFolder(join(directory, 'invalid'));
  const expected = index.safeParse(invalid.find(({ name }) => name === INDEX)?.resource);
  const lines = valid.flatMap((file) => checkValid(file, validator));
  if (!expected.success) return [...lines, line(`invalid/${INDEX}`, 'is missing or not in its format')];
  const files = invalid.filter(({ name }) => name !== INDEX);
  return [
    ...lines,
    ...files.flatMap((file) => checkInvalid(file, expected.data[file.name], validator)),
    ...Object.keys(expected.data)
      .filter((name) => !files.some((file) => file.name === name))
      .map((name) => line(`invalid/${name}`, `is in ${INDEX} and does not exist`)),
  ];
}

const INDEX = 'index.json';

const line = (name: string, message: string): string => `fhir-profiles/examples/${name}: ${message}`;

const words = ({ expression, message }: ProfileProblem): string => `${expression}: ${message}`;

function checkValid({ name, resource }: ResourceFile, validator: ProfileValidator): string[] {
  if (!isObject(resource)) return [line(name, 'is not a JSON object')];
  const declares = isObject(resource.meta) && resource.meta.profile !== undefined;
  return [
    ...(declares ? [] : [line(name, 'declares no profile')]),
    ...validator.validate(resource).map((p) => line(name, words(p))),
    ...checkCodings(resource, validator.definitions).map((p) => line(name, words(p))),
  ];
}

function checkInvalid(
  { name, resource }: ResourceFile,
  expected: InvalidExample | undefined,
  validator: ProfileValidator,
): string[] {
  if (!expected) return [line(`invalid/${name}`, `is not in ${INDEX}`)];
  const problems = validator.validate(resource, expected.profile);
  const isFound = problems.some((p) => p.message.includes(expected.message));
  const elsewhere = problems.filter((p) => p.expression !== expected.expression);
  return [
    ...(isFound
      ? []
      : [line(`invalid/${name}`, `no problem at ${expected.expression}: ${expected.message}`)]),
    ...elsewhere.map((p) => line(`invalid/${name}`, `not expected: ${words(p)}`)),
  ];
}
