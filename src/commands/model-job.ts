import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadModel } from '../inference/registry.ts';
import { unwrap } from '../kernel/result.ts';
import { progress, UsageError } from './command.ts';
import { modelsDirectory, PROJECT, settings } from './project.ts';

/** What a family brings to the command line, loaded only when it is asked for. */
const FAMILIES = { prognosis: () => import('../families/prognosis/commands.ts') } as const;

/** The model that a command names, with its family. Only this folder is read: it may be one that is being made. */
export async function namedModel([name]: readonly string[]) {
  if (!name) throw new UsageError('name a model: `kairos models` lists them');
  const directory = modelsDirectory(settings());
  if (!(await readdir(directory)).includes(name))
    throw new UsageError(`there is no model ${name}: \`kairos models\` lists them`);
  const model = unwrap(await loadModel(join(directory, name), name));
  const { family } = model.manifest;
  if (family !== 'prognosis') throw new UsageError(`models of the family ${family} have no such command`);
  return { model, family: await FAMILIES[family]() };
}

/** How the named model is trained and measured, on the data that belong to it unless others are given. */
export async function jobFor(names: readonly string[], data?: string) {
  const { model, family } = await namedModel(names);
  const way = await family.wayOf(model);
  const place = data ?? join(PROJECT, '..', 'shared', 'data', ...way.place);
  return { way, job: { model, data: place, scratch: join(settings().DATA_DIR, 'training'), log: progress } };
}
