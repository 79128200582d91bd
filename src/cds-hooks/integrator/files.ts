import { readFile } from 'node:fs/promises';
import { isObject } from '../../kernel/json-object.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { type Failure, usage } from './failure.ts';

export type FhirResource = Readonly<Record<string, unknown>> & { readonly resourceType: string };

/** The resources of FHIR files: each a resource, a Bundle, a list of them, or NDJSON. */
export async function readFhirFiles(
  files: readonly string[],
): Promise<Result<readonly FhirResource[], Failure>> {
  const all: FhirResource[] = [];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) return err(usage(`${file} cannot be read`));
    const found = parseFhir(text);
    if (!found) return err(usage(`${file} is neither FHIR JSON nor NDJSON`));
    for (const resource of found) all.push(resource);
  }
  return ok(all);
}

/** A parser's message would repeat what is in the file, so there is none. */
export function parseFhir(text: string): readonly FhirResource[] | undefined {
  const value = parseJson(text) ?? parseLines(text);
  const resources = [value].flat().flatMap(flatten);
  return resources.length > 0 && resources.every(isResource) ? resources : undefined;
}

const parseLines = (text: string): unknown[] =>
  text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map(parseJson);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const flatten = (value: unknown): unknown[] =>
  isObject(value) && value.resourceType === 'Bundle' && Array.isArray(value.entry)
    ? value.entry.flatMap((entry: unknown) =>
        isObject(entry) && entry.resource !== undefined ? flatten(entry.resource) : [],
      )
    : [value];

const isResource = (value: unknown): value is FhirResource =>
  isObject(value) && typeof value.resourceType === 'string';

/** The JSON object of a file, for `--context`. */
export async function readJsonObject(
  file: string,
): Promise<Result<Readonly<Record<string, unknown>>, Failure>> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return err(usage(`${file} cannot be read`));
  const value = parseJson(text);
  return isObject(value) ? ok(value) : err(usage(`${file} is not a JSON object`));
}
