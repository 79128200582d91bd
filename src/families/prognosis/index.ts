import { hasConcept } from '../../chart/catalogue.ts';
import { type Selection, selectInputs } from '../../chart/select.ts';
import type { Chart } from '../../chart/types.ts';
import { conceptsReadBy, type Manifest } from '../../inference/manifest.ts';
import type { ModelOutput } from '../../inference/prediction.ts';
import type { LoadedModel } from '../../inference/registry.ts';
import { shared } from '../../inference/shared.ts';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { abstentionOn } from './serve/abstention.ts';
import { openBlendEngine } from './serve/blend-engine.ts';
import { openEngine } from './serve/engine.ts';
import { answerOfEquation } from './serve/equation-engine.ts';
import { withCautions } from './serve/manifest-cautions.ts';
import { predictionFor } from './serve/prediction.ts';

/** A prognostic model that is ready to answer: a chart in, a prediction or a reasoned abstention out. */
export interface PrognosisModel {
  readonly manifest: Manifest;
  /** Pure: the same chart gives the same answer. */
  predict(chart: Chart): ModelOutput;
}

/** Opens a model folder. `invalid-manifest` when its files, or the catalogue, do not fit the manifest. */
export function openPrognosisModel(loaded: LoadedModel): Result<PrognosisModel> {
  const { manifest } = loaded;
  const invalid = (message: string) =>
    err(problem('invalid-manifest', { message: `models/${manifest.name}: ${message}` }));
  const unknown = unknownConcepts(manifest);
  if (unknown.length > 0) return invalid(`src/chart/concepts.json has no concept ${unknown.join(', ')}`);
  const open = RUNTIMES[manifest.runtime];
  if (!open)
    return invalid(`the runtime ${manifest.runtime} is not one of: ${Object.keys(RUNTIMES).join(', ')}`);
  const answer = open(loaded);
  if (!answer.ok) return invalid(answer.error.message);
  return ok({
    manifest,
    predict(chart) {
      const selection: Selection = selectInputs(chart, manifest.inputs, manifest.applicability);
      const output = abstentionOn(chart, selection, manifest) ?? answer.value(selection, chart);
      return withCautions(output, chart, manifest);
    },
  });
}

/** What a runtime says of somebody whom the manifest lets through, from their inputs (or from their whole chart). */
type Answer = (selection: Selection, chart: Chart) => ModelOutput;

/** A new runtime adds its line. */
const RUNTIMES: Partial<Record<Manifest['runtime'], (loaded: LoadedModel) => Result<Answer>>> = {
  linear: ({ manifest, artifacts }) => {
    const engine = openEngine(manifest, artifacts);
    if (!engine.ok) return engine;
    return ok((selection) => ({
      ...shared(manifest),
      ...predictionFor(engine.value, selection, manifest),
    }));
  },
  blend: ({ manifest, artifacts }) => {
    const engine = openBlendEngine(manifest, artifacts);
    return engine.ok ? ok((selection, { now }) => engine.value.answer(selection, now)) : engine;
  },
  module: ({ manifest, equation }) =>
    equation
      ? ok((selection) => answerOfEquation(equation, selection, manifest))
      : err(problem('invalid-manifest', { message: 'there is no equation' })),
};

const unknownConcepts = (manifest: Manifest): string[] =>
  conceptsReadBy(manifest).filter((id) => !hasConcept(id));
