import { readFile } from 'node:fs/promises';
import { systemClock } from '../kernel/clock.ts';
import { unwrap } from '../kernel/result.ts';
import { type Command, optionsOf, out, UsageError } from './command.ts';
import { namedModel } from './model-job.ts';

export const command: Command = {
  usage: 'predict <model> --input FILE [--now INSTANT]',
  does: 'one prediction from values or a FHIR Bundle, as of an instant (2026-01-31T12:00:00Z) or of now',
  run,
};

async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = optionsOf(args, { input: { type: 'string' }, now: { type: 'string' } });
  if (values.input === undefined) throw new UsageError('name a file: --input FILE');
  const { model, family } = await namedModel(positionals);
  const input = await readJson(values.input);
  out(JSON.stringify(unwrap(family.predict(model, input, instantOf(values.now))), null, 2));
}

function instantOf(text: string | undefined): Date {
  const instant = text === undefined ? systemClock.now() : new Date(text);
  if (Number.isNaN(instant.getTime()))
    throw new UsageError(`--now needs an instant such as 2026-01-31T12:00:00Z`);
  return instant;
}

/** A parser's message would repeat what is in the file. */
async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Error(`${path} cannot be read`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path} is not JSON`);
  }
}
