import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../inference/manifest.ts';
import { type LoadedModel, loadModel, type ModelRegistry } from '../inference/registry.ts';
import type { Job, Way } from '../inference/way.ts';
import { type Result, unwrap } from '../kernel/result.ts';
import { progress, UsageError } from './command.ts';
import { modelsDirectory, PROJECT, settings } from './project.ts';

/** What a family brings to the command line, loaded only when it is asked for. */
const FAMILIES: Readonly<Partial<Record<Manifest['family'], () => Promise<FamilyCommands>>>> = {
  image: () => import('../families/image/commands.ts'),
  prognosis: () => import('../families/prognosis/commands.ts'),
};

interface FamilyCommands {
  wayOf(model: LoadedModel): Promise<Way>;
  /** What the model says of the content of a file. */
  predict(model: LoadedModel, input: Uint8Array, surroundings: Surroundings): Promise<Result<unknown>>;
}

interface Surroundings {
  /** When the input is read, unless it says so itself. */
  readonly now: Date;
  /** Every installed model: one may ask another. */
  readonly models: () => Promise<ModelRegistry>;
}

/** The model that a command names, with its family. Only this folder is read: it may be one that is being made. */
export async function namedModel([name]: readonly string[]) {
  if (!name) throw new UsageError('name a model: `kairos models` lists them');
  const directory = modelsDirectory(settings());
  if (!(await readdir(directory)).includes(name))
    throw new UsageError(`there is no model ${name}: \`kairos models\` lists them`);
  const model = unwrap(await loadModel(join(directory, name), name));
  const { family } = model.manifest;
  const commands = FAMILIES[family];
  if (!commands) throw new UsageError(`models of the family ${family} have no such command`);
  return { model, family: await commands() };
}

/** How the named model is trained and measured, on the data that belong to it unless others are given. */
export async function jobFor(names: readonly string[], data?: string) {
  const { model, family } = await namedModel(names);
  const way = await family.wayOf(model);
  const placeOf = (...path: readonly string[]) => join(PROJECT, '..', 'shared', 'data', ...path);
  const scratch = join(settings().DATA_DIR, 'training');
  const job: Job = { model, data: data ?? placeOf(...way.place), placeOf, scratch, log: progress };
  return { way, job };
}
