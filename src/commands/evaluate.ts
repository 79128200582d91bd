import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { modelCard } from '../findings/model-card.ts';
import type { LoadedModel } from '../inference/registry.ts';
import { unwrap } from '../kernel/result.ts';
import { type Command, optionsOf, out, progress, UsageError } from './command.ts';
import { jobFor } from './model-job.ts';

export const command: Command = {
  usage: 'evaluate <model> [--data DIR] [--json] [--cross-validate | --write]',
  does: 'measure a model on data it never saw; metrics.json is written by --cross-validate (compares learners on the training data) or, of an image model, by --write',
  run,
};

const OPTIONS = {
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  'cross-validate': { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
} as const;

async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = optionsOf(args, OPTIONS);
  const asked = await jobFor(positionals, values.data);
  if (values['cross-validate']) return validate(asked);
  const { figures, lines } = unwrap(await asked.way.evaluate(asked.job));
  if (isTrainingData(asked.job.model, figures.data.sha256))
    progress('these are the data that the model learned from: figures on them are too good');
  if (values.write) await keep(asked, figures);
  out(values.json ? JSON.stringify(figures) : lines.join('\n'));
}

/** By the hash that `metrics.json` has of the data its validation was made of. */
const isTrainingData = ({ metrics, equation, manifest }: LoadedModel, sha256: string): boolean =>
  equation === undefined &&
  manifest.image === undefined &&
  JSON.stringify(metrics ?? null).includes(`"sha256":"${sha256}"`);

type Asked = Awaited<ReturnType<typeof jobFor>>;

/** Compares the learners: what `metrics.json` of such a model has. */
async function validate({ way, job }: Asked): Promise<void> {
  if (!way.validate)
    throw new UsageError('this model is measured on held-out pictures: --write keeps what they show');
  await write(job.model, unwrap(await way.validate(job)));
}

async function keep({ way, job }: Asked, figures: unknown): Promise<void> {
  if (way.validate) throw new UsageError('metrics.json of this model is written by --cross-validate');
  await write(job.model, figures);
}

/** Writes `metrics.json` and `MODEL_CARD.md` into the model's folder. */
async function write(model: LoadedModel, metrics: unknown): Promise<void> {
  await writeFile(join(model.directory, 'metrics.json'), `${JSON.stringify(metrics, null, 1)}\n`);
  await writeFile(join(model.directory, 'MODEL_CARD.md'), modelCard({ ...model, metrics }));
  progress(`wrote metrics.json and MODEL_CARD.md of ${model.manifest.name}`);
}
