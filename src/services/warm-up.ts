import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CdsService } from '../cds-hooks/types.ts';
import { chartOfInput } from '../families/prognosis/predict-input.ts';
import type { LoadedModel } from '../inference/registry.ts';
import { deadlineIn } from '../kernel/deadline.ts';
import { describeDefect, type Logger } from '../kernel/logger.ts';

export interface WarmUp {
  readonly services: readonly CdsService[];
  readonly models: readonly LoadedModel[];
  readonly log: Logger;
}

/** Nobody waits for these answers. */
const PATIENCE_MS = 10_000;

/**
 * Every service asks its models about somebody whom each of them has an answer for, an example of the model's own folder:
 * what is compiled or loaded on first use then is, before a clinician waits for it. The answers are dropped, so nothing
 * is stored. What fails is logged and costs nothing else.
 */
export async function warmUp({ services, models, log }: WarmUp): Promise<void> {
  for (const loaded of models) {
    const asking = services.filter(({ id }) => loaded.manifest.services.includes(id));
    const example = await answeredExample(loaded.directory);
    if (example === undefined) continue;
    for (const service of asking) await practise(service, loaded, example, log);
  }
}

async function practise(service: CdsService, loaded: LoadedModel, example: unknown, log: Logger) {
  try {
    const chart = chartOfInput(example, new Date());
    if (!chart.ok) return;
    await service.respond({
      hook: service.hook,
      hookInstance: crypto.randomUUID(),
      context: { patientId: 'example' },
      chart: { ...chart.value, patient: { resourceType: 'Patient', id: 'example' } },
      deadline: deadlineIn(PATIENCE_MS),
    });
  } catch (cause) {
    const { name: model } = loaded.manifest;
    log.warn({ service: service.id, model, error: describeDefect(cause) }, 'a warm-up at boot failed');
  }
}

/** The first example that is not of an abstention; a model without one is not warmed up. */
async function answeredExample(directory: string): Promise<unknown> {
  const folder = join(directory, 'examples');
  const files = await readdir(folder).catch(() => []);
  for (const file of files.filter((name) => name.endsWith('.json')).sort()) {
    const example = parsed(await readFile(join(folder, file), 'utf8').catch(() => ''));
    if (example?.expected?.kind !== undefined && example.expected.kind !== 'abstention') return example;
  }
  return undefined;
}

interface Example {
  readonly expected?: { readonly kind?: string };
}

function parsed(text: string): Example | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
