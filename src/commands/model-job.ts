import { join } from 'node:path';
import { progress, UsageError } from './command.ts';
import { openModels, PROJECT, settings } from './project.ts';

/** What a family brings to the command line, loaded only when it is asked for. */
const FAMILIES = { prognosis: () => import('../families/prognosis/commands.ts') } as const;

/** The model that a command names, with its family's commands. `data` is `../shared/data/<model>` unless given. */
export async function jobFor([name]: readonly string[], data?: string) {
  if (!name) throw new UsageError('name a model: `kairos models` lists them');
  const model = (await openModels(settings())).get(name);
  if (!model) throw new UsageError(`there is no model ${name}: \`kairos models\` lists them`);
  const { family } = model.manifest;
  if (family !== 'prognosis') throw new UsageError(`models of the family ${family} have no such command`);
  const place = data ?? join(PROJECT, '..', 'shared', 'data', name);
  return { commands: await FAMILIES[family](), job: { model, data: place, log: progress } };
}
