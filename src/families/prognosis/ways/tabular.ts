import type { BlendWeights } from '../../../inference/runtimes/blend-schema.ts';
import type { Way } from '../../../inference/way.ts';
import { problem } from '../../../kernel/errors.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';
import { measured } from '../evaluation/describe.ts';
import { crossValidateTabular } from '../evaluation/tabular/cross-validate.ts';
import { evaluateTabular } from '../evaluation/tabular/evaluate.ts';
import { checkpointsIn } from '../training/checkpoints.ts';
import type { TabularData, TabularRecipe } from '../training/tabular.ts';
import { fitBlend, workbench } from '../training/train-tabular.ts';
import { toJson, writeArtifacts } from '../training/write-artifacts.ts';

const WEIGHTS = 'weights.json';

/** Rows of a table read through the chart; a calibrated blend of learners. */
export const tabularWay = (recipe: TabularRecipe): Way => ({
  place: [recipe.dataSet],
  async train({ model, data, scratch, log }) {
    const read = await readRows(recipe, data);
    if (!read.ok) return read;
    const bench = workbench(read.value, recipe, model.manifest, {
      log,
      checkpoints: await checkpointsIn(scratch),
    });
    const weights: BlendWeights = await fitBlend(bench, recipe);
    await writeArtifacts(model.directory, new Map([[WEIGHTS, toJson(weights)]]));
    log(`wrote ${WEIGHTS}`);
    return ok(undefined);
  },
  async evaluate({ model, data, log }) {
    const read = await readRows(recipe, data);
    return read.ok ? ok(measured(evaluateTabular(model, recipe, read.value, log))) : read;
  },
  async validate({ model, data, scratch, log }) {
    const read = await readRows(recipe, data);
    if (!read.ok) return read;
    const checkpoints = await checkpointsIn(scratch);
    return ok(await crossValidateTabular(model, recipe, read.value, { log, checkpoints }));
  },
});

async function readRows(recipe: TabularRecipe, data: string): Promise<Result<TabularData>> {
  const read = await recipe.readData(data);
  if (!read.ok || read.value.ids.length > 0) return read;
  return err(problem('invalid-data', { message: 'there are no rows in the data' }));
}
