import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasConcept } from '../chart/catalogue.ts';
import { uncheckedCodesTable } from '../chart/codes.ts';
import { checkProfiles } from '../fhir/profiles/check.ts';
import { modelCard } from '../findings/model-card.ts';
import { withModelsTable } from '../findings/models-table.ts';
import { conceptsReadBy } from '../inference/manifest.ts';
import type { LoadedModel } from '../inference/registry.ts';
import { withSettingsTable } from '../kernel/settings-table.ts';

/** One line for everything in the project that does not agree with what it was made of. Empty when all is well. */
export async function checkAll(project: string, models: readonly LoadedModel[]): Promise<readonly string[]> {
  const text = (...path: string[]) => readFile(join(project, ...path), 'utf8').catch(() => '');
  const readme = await text('README.md');
  const unchecked = await text('src', 'chart', 'UNCHECKED.md');
  return [
    ...checkReadme(readme, models),
    ...(unchecked === uncheckedCodesTable()
      ? []
      : ['src/chart/UNCHECKED.md: is out of date: node scripts/write-unchecked.ts']),
    ...(await Promise.all(models.map(checkModel))).flat(),
    ...(await checkProfiles(join(project, 'fhir-profiles'))),
  ];
}

function checkReadme(readme: string, models: readonly LoadedModel[]): string[] {
  const generated = { settings: withSettingsTable, models: (text: string) => withModelsTable(text, models) };
  return Object.entries(generated)
    .filter(([, write]) => differs(readme, write))
    .map(([section]) => `README.md: the ${section} table is out of date: node scripts/write-readme.ts`);
}

/** Also where the section is not there to be written. */
function differs(text: string, write: (text: string) => string): boolean {
  try {
    return write(text) !== text;
  } catch {
    return true;
  }
}

function measuring({ manifest: { name, family }, equation }: LoadedModel): string {
  if (equation) return `node scripts/write-model.ts ${name}`;
  return `kairos evaluate ${name} ${family === 'image' ? '--write' : '--cross-validate'}, by its train.ts`;
}

/** The manifest and its hashes were checked when the model was loaded. */
async function checkModel(model: LoadedModel): Promise<string[]> {
  const { name } = model.manifest;
  const unknown = conceptsReadBy(model.manifest).filter((concept) => !hasConcept(concept));
  const card = await readFile(join(model.directory, 'MODEL_CARD.md'), 'utf8').catch(() => '');
  return [
    ...unknown.map((concept) => `models/${name}: there is no concept ${concept} in src/chart/concepts.json`),
    ...(model.metrics === undefined ? [`models/${name}: has no metrics.json: ${measuring(model)}`] : []),
    ...(card === modelCard(model)
      ? []
      : [`models/${name}/MODEL_CARD.md: differs from manifest.json and metrics.json`]),
  ];
}
