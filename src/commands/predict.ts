import { readFile } from 'node:fs/promises';
import { systemClock } from '../kernel/clock.ts';
import { unwrap } from '../kernel/result.ts';
import { type Command, optionsOf, out, UsageError } from './command.ts';
import { namedModel } from './model-job.ts';
import { openModels, settings } from './project.ts';

export const command: Command = {
  usage: 'predict <model> --input FILE [--now INSTANT]',
  does: 'one prediction from values, a FHIR Bundle or a DICOM file, as of an instant (2026-01-31T12:00:00Z) or of now',
  run,
};

async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = optionsOf(args, { input: { type: 'string' }, now: { type: 'string' } });
  if (values.input === undefined) throw new UsageError('name a file: --input FILE');
  const { model, family } = await namedModel(positionals);
  const input = await readFile(values.input).catch(() => {
    throw new Error(`${values.input} cannot be read`);
  });
  const models = () => openModels(settings());
  const said = await family.predict(model, input, { now: instantOf(values.now), models });
  out(JSON.stringify(unwrap(said), null, 2));
}

function instantOf(text: string | undefined): Date {
  const instant = text === undefined ? systemClock.now() : new Date(text);
  if (Number.isNaN(instant.getTime()))
    throw new UsageError(`--now needs an instant such as 2026-01-31T12:00:00Z`);
  return instant;
}
