import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { uncheckedCodesTable } from './chart/codes.ts';
import { hasConcept } from './chart/catalogue.ts';
import { checkProfiles } from './fhir/profiles/check.ts';
import { modelCard } from './findings/model-card.ts';
import type { LoadedModel } from './inference/registry.ts';
import { readmeSettingsUpToDate } from './kernel/settings-table.ts';

/** One line for everything in the project that does not agree with what it was made of. Empty when all is well. */
export async function checkAll(project: string, models: readonly LoadedModel[]): Promise<readonly string[]> {
  const text = (...path: string[]) => readFile(join(project, ...path), 'utf8').catch(() => '');
  const readme = await text('README.md');
  const unchecked = await text('src', 'chart', 'UNCHECKED.md');
  return [
    ...(readmeSettingsUpToDate(readme)
      ? []
      : ['README.md: the settings table is out of date: node scripts/write-settings.ts']),
    ...(unchecked === uncheckedCodesTable()
      ? []
      : ['src/chart/UNCHECKED.md: is out of date: node scripts/write-unchecked.ts']),
    ...(await Promise.all(models.map(checkModel))).flat(),
    ...(await checkProfiles(join(project, 'fhir-profiles'))),
  ];
}

/** The manifest and its hashes were checked when the model was loaded. */
async function checkModel(model: LoadedModel): Promise<string[]> {
  const { name, inputs, applicability } = model.manifest;
  const asked = [...inputs, ...applicability.exclude].map((i) => i.concept);
  const unknown = asked.filter((concept) => !hasConcept(concept));
  const card = await readFile(join(model.directory, 'MODEL_CARD.md'), 'utf8').catch(() => '');
  return [
    ...unknown.map((concept) => `models/${name}: there is no concept ${concept} in src/chart/concepts.json`),
    ...(model.metrics === undefined
      ? [`models/${name}: has no metrics.json: kairos evaluate ${name} --cross-validate`]
      : []),
    ...(card === modelCard(model)
      ? []
      : [`models/${name}/MODEL_CARD.md: differs from manifest.json and metrics.json`]),
  ];
}
