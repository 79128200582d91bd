#!/usr/bin/env node
import { type Command, out, progress, UsageError } from './commands/command.ts';

/** In the order of the help. Each is a file of `commands/`, and only the one that is called is loaded. */
const COMMANDS = ['serve', 'models', 'train', 'evaluate', 'predict', 'hook', 'keys', 'feedback', 'check'];

const load = async (name: string): Promise<Command> =>
  ((await import(`./commands/${name}.ts`)) as { readonly command: Command }).command;

async function help(): Promise<string> {
  const commands = await Promise.all(COMMANDS.map(load));
  const lines = commands.map(({ usage, does }) => `  kairos ${usage}\n      ${does}`);
  return ['Usage: kairos <command>', '', ...lines].join('\n');
}

async function run(argv: readonly string[]): Promise<void> {
  const [name = 'help', ...args] = argv;
  if (name === 'help' || argv.includes('--help')) return out(await help());
  if (!COMMANDS.includes(name)) throw new UsageError(`there is no command ${name}\n\n${await help()}`);
  const command = await load(name);
  return command.run(args);
}

/** EX_USAGE of sysexits.h. */
const USAGE_EXIT = 64;

run(process.argv.slice(2)).catch((cause: unknown) => {
  progress(`kairos: ${cause instanceof Error ? cause.message : String(cause)}`);
  process.exitCode = cause instanceof UsageError ? USAGE_EXIT : 1;
});
