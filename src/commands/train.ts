import { unwrap } from '../kernel/result.ts';
import { type Command, optionsOf } from './command.ts';
import { jobFor } from './model-job.ts';

export const command: Command = { usage: 'train <model> [--data DIR]', does: "fit a model's weights", run };

async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = optionsOf(args, { data: { type: 'string' } });
  const { way, job } = await jobFor(positionals, values.data);
  unwrap(await way.train(job));
}
