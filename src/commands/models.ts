import { type Command, noArguments, out } from './command.ts';
import { openModels, settings } from './project.ts';

export const command: Command = { usage: 'models', does: 'list the installed models', run };

async function run(args: readonly string[]): Promise<void> {
  noArguments(args);
  const { models } = await openModels(settings());
  for (const { manifest } of models) out(`${manifest.name} ${manifest.version}  ${manifest.title.en}`);
}
