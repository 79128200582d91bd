import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe } from '../families/prognosis/evaluation/describe.ts';
import { modelCard } from '../findings/model-card.ts';
import type { LoadedModel } from '../inference/registry.ts';
import { unwrap } from '../kernel/result.ts';
import { type Command, optionsOf, out, progress } from './command.ts';
import { jobFor } from './model-job.ts';

export const command: Command = {
  usage: 'evaluate <model> [--data DIR] [--json] [--cross-validate]',
  does: 'measure a model on data it never saw; --cross-validate compares the learners on the training data and writes metrics.json',
  run,
};

const OPTIONS = {
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  'cross-validate': { type: 'boolean', default: false },
} as const;

async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = optionsOf(args, OPTIONS);
  const asked = await jobFor(positionals, values.data);
  if (values['cross-validate']) return validate(asked);
  const evaluation = unwrap(await asked.way.evaluate(asked.job));
  if (isTrainingData(asked.job.model, evaluation.data.sha256))
    progress('these are the data that the model learned from: figures on them are too good');
  out(values.json ? JSON.stringify(evaluation) : describe(evaluation).join('\n'));
}

/** By the hash that `metrics.json` has of the data its validation was made of. */
const isTrainingData = ({ metrics, equation }: LoadedModel, sha256: string): boolean =>
  equation === undefined && JSON.stringify(metrics ?? null).includes(`"sha256":"${sha256}"`);

/** Compares the learners and writes `metrics.json` and `MODEL_CARD.md` into the model's folder. */
async function validate({ way, job }: Awaited<ReturnType<typeof jobFor>>): Promise<void> {
  const metrics = unwrap(await way.validate(job));
  const { directory } = job.model;
  await writeFile(join(directory, 'metrics.json'), `${JSON.stringify(metrics, null, 1)}\n`);
  await writeFile(join(directory, 'MODEL_CARD.md'), modelCard({ ...job.model, metrics }));
  progress(`wrote metrics.json and MODEL_CARD.md of ${job.model.manifest.name}`);
}
