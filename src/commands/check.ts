import { type Command, noArguments, out } from './command.ts';
import { openModels, PROJECT, settings } from './project.ts';

/** Everything that must agree: models with their cards, profiles with their examples, README with the settings. */
export const command: Command = { usage: 'check', does: 'verify models, profiles and generated files', run };

async function run(args: readonly string[]): Promise<void> {
  noArguments(args);
  // Needs development dependencies, which a server does without.
  const { checkAll } = await import('./check-all.ts');
  const problems = await checkAll(PROJECT, (await openModels(settings())).models);
  for (const line of problems) out(line);
  if (problems.length > 0) process.exitCode = 1;
  else out('models, profiles and generated files agree');
}
