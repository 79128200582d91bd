import { type ParseArgsConfig, parseArgs } from 'node:util';

/** One command of the command line: `src/commands/<name>.ts` exports a `command`. */
export interface Command {
  readonly usage: string;
  readonly does: string;
  /** @throws UsageError for arguments that are not understood; any other error ends the command with its message */
  readonly run: (args: readonly string[]) => Promise<void>;
}

/** The command was called wrongly: exit code 64. */
export class UsageError extends Error {}

export const out = (line: string): void => void process.stdout.write(`${line}\n`);

/** Progress goes where it does not mix with results. */
export const progress = (line: string): void => void process.stderr.write(`${line}\n`);

/** What is set by environment is not an option: `serve --port 9000` must not be taken for done. */
export function noArguments([first]: readonly string[]): void {
  if (first !== undefined)
    throw new UsageError(`${first} is not understood: settings are read from the environment`);
}

/** Options and other words of a command. @throws UsageError for an option that the command does not have */
export function optionsOf<const T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    const [first = ''] = cause instanceof Error ? cause.message.split('. ') : [];
    throw new UsageError(first || 'the options are not understood');
  }
}
