import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { problem } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Equation } from './equation.ts';

/** File of a model folder with the runtime `module`. */
export const EQUATION = 'equation.ts';

/**
 * Imports the equation of a model folder whose artifacts were checked. What it imports from its own folder must be an
 * artifact too, so that nothing runs whose hash the manifest does not state.
 */
export async function loadEquation(
  directory: string,
  folder: string,
  artifacts: ReadonlyMap<string, Buffer>,
): Promise<Result<Equation>> {
  const invalid = (message: string) =>
    err(problem('invalid-manifest', { message: `models/${folder}: ${message}` }));
  if (!artifacts.has(EQUATION)) return invalid(`artifacts must name ${EQUATION}`);
  const unchecked = [...artifacts].flatMap(([file, content]) =>
    file.endsWith('.ts') ? siblingsOf(content.toString('utf8')).filter((s) => !artifacts.has(s)) : [],
  );
  if (unchecked.length > 0) return invalid(`artifacts must name ${unchecked.join(', ')}, which is imported`);
  const imported = await importFrom(join(directory, EQUATION));
  if (imported === undefined) return invalid(`${EQUATION} cannot be imported`);
  return isEquation(imported.equation) ? ok(imported.equation) : invalid(`${EQUATION} exports no equation`);
}

/** Files of the same folder that a module imports at run time; types are gone by then. */
const siblingsOf = (text: string): string[] =>
  [...text.matchAll(/^(?:import|export)\s(?!type\s)[^;]*?from\s+'\.\/([^']+)'/gm)].map((m) => m[1]!);

async function importFrom(path: string): Promise<{ readonly equation?: unknown } | undefined> {
  try {
    return await import(pathToFileURL(path).href);
  } catch {
    return undefined;
  }
}

function isEquation(given: unknown): given is Equation {
  if (typeof given !== 'object' || given === null) return false;
  const { compute, vectors } = given as Partial<Equation>;
  return (
    typeof compute === 'function' &&
    typeof vectors?.file === 'string' &&
    Array.isArray(vectors.columns) &&
    typeof vectors.inputs === 'function' &&
    typeof vectors.expected === 'function'
  );
}
