import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Problem, problem } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Equation } from './equation.ts';
import { loadEquation } from './load-equation.ts';
import { type Manifest, manifestSchema } from './manifest.ts';

/** A model folder after its manifest was parsed and every artifact's hash was checked. */
export interface LoadedModel {
  readonly manifest: Manifest;
  readonly directory: string;
  readonly artifacts: ReadonlyMap<string, Buffer>;
  /** Of the runtime `module`: what `equation.ts` of the folder exports. */
  readonly equation?: Equation;
  /** `metrics.json` as written by `kairos evaluate`, when there is one. */
  readonly metrics?: unknown;
}

export interface ModelRegistry {
  readonly models: readonly LoadedModel[];
  get(name: string): LoadedModel | undefined;
}

/** Scans a folder of model folders. The first invalid model is the answer, with its path and the reason. */
export async function loadModels(modelsDirectory: string): Promise<Result<ModelRegistry>> {
  const folders = await foldersOf(modelsDirectory);
  if (!folders) return err(problem('invalid-manifest', { message: `${modelsDirectory} is not a folder` }));
  const models: LoadedModel[] = [];
  for (const folder of folders) {
    const loaded = await loadModel(join(modelsDirectory, folder), folder);
    if (!loaded.ok) return loaded;
    models.push(loaded.value);
  }
  const byName = new Map(models.map((m) => [m.manifest.name, m]));
  return ok({ models, get: (name) => byName.get(name) });
}

async function foldersOf(directory: string): Promise<string[] | undefined> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => undefined);
  return entries
    ?.filter((e) => e.isDirectory())
    .map((e) => e.name)
    .sort();
}

/** One model folder; its name must be the manifest's `name`. */
export async function loadModel(directory: string, folder: string): Promise<Result<LoadedModel>> {
  const manifest = await readManifest(directory, folder);
  if (!manifest.ok) return manifest;
  const artifacts = await readArtifacts(directory, manifest.value);
  if (!artifacts.ok) return artifacts;
  const equation = await equationOf(directory, manifest.value, artifacts.value);
  if (!equation.ok) return equation;
  const metrics = await readJson(join(directory, 'metrics.json'));
  return ok({
    manifest: manifest.value,
    directory,
    artifacts: artifacts.value,
    ...(equation.value ? { equation: equation.value } : {}),
    ...(metrics.ok ? { metrics: metrics.value } : {}),
  });
}

async function readManifest(directory: string, folder: string): Promise<Result<Manifest>> {
  const invalid = (message: string): Result<never> =>
    err(problem('invalid-manifest', { message: `models/${folder}/manifest.json: ${message}` }));
  const json = await readJson(join(directory, 'manifest.json'));
  if (!json.ok) return invalid(json.error.message);
  const parsed = manifestSchema.safeParse(json.value);
  if (!parsed.success) {
    return invalid(
      parsed.error.issues.map((i) => `${i.path.join('.') || '(root)'}: ${i.message}`).join('; '),
    );
  }
  if (parsed.data.name !== folder) return invalid(`name must be "${folder}", as the folder`);
  return ok(parsed.data);
}

async function readJson(path: string): Promise<Result<unknown>> {
  try {
    return ok(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    return err(problem('invalid-manifest', { message: reason }));
  }
}

async function readArtifacts(directory: string, manifest: Manifest): Promise<Result<Map<string, Buffer>>> {
  const artifacts = new Map<string, Buffer>();
  for (const [file, expected] of Object.entries(manifest.artifacts)) {
    const content = await readFile(join(directory, file)).catch(() => undefined);
    const found = content && hashOf(content);
    if (found !== expected) return err(mismatch(manifest.name, file, expected, found));
    artifacts.set(file, content as Buffer);
  }
  return ok(artifacts);
}

const equationOf = async (
  directory: string,
  { name, runtime }: Manifest,
  artifacts: ReadonlyMap<string, Buffer>,
): Promise<Result<Equation | undefined>> =>
  runtime === 'module' ? loadEquation(directory, name, artifacts) : ok(undefined);

/** The form in which manifests state hashes. */
export const hashOf = (content: Buffer | string): string =>
  `sha256-${createHash('sha256').update(content).digest('hex')}`;

const mismatch = (model: string, file: string, expected: string, found: string | undefined): Problem =>
  problem('artifact-mismatch', {
    message: `models/${model}/${file} ${found ? `has ${found}` : 'is missing'}, the manifest says ${expected}`,
  });
