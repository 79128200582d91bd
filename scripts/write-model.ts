import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { evaluateEquation } from '../src/families/prognosis/evaluation/agreement.ts';
import { modelCard } from '../src/findings/model-card.ts';
import { hashOf, type LoadedModel, loadModel } from '../src/inference/registry.ts';
import { unwrap } from '../src/kernel/result.ts';

// Writes what is made from the files of a model folder: `node scripts/write-model.ts NAME...`. That is the hashes of its
// artifacts, `metrics.json` of an equation (agreement with the shared test vectors) and `MODEL_CARD.md`.
const project = resolve(import.meta.dirname, '..');
const vectors = resolve(project, '../shared/data/equations');

for (const name of process.argv.slice(2)) {
  const directory = join(project, 'models', name);
  writeHashes(directory);
  const model = unwrap(await loadModel(directory, name));
  const measured = { ...model, ...(await measure(model)) };
  writeFileSync(join(directory, 'MODEL_CARD.md'), modelCard(measured));
}

function writeHashes(directory: string): void {
  const path = join(directory, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { artifacts: Record<string, string> };
  for (const file of Object.keys(manifest.artifacts))
    manifest.artifacts[file] = hashOf(readFileSync(join(directory, file)));
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
}

async function measure(model: LoadedModel): Promise<{ readonly metrics?: unknown }> {
  const file = join(vectors, model.equation?.vectors.file ?? '');
  if (!model.equation || !existsSync(file)) return {};
  const metrics = unwrap(await evaluateEquation(model, file));
  writeFileSync(join(model.directory, 'metrics.json'), `${JSON.stringify(metrics, null, 1)}\n`);
  const { data, disagreements, outsideRange } = metrics;
  console.log(
    `${model.manifest.name}: ${data.n - disagreements.length} of ${data.n} vectors met, ${outsideRange} outside range`,
  );
  for (const d of disagreements) console.log(JSON.stringify(d));
  return { metrics };
}
