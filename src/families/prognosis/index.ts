import { hasConcept } from '../../chart/catalogue.ts';
import { type Selection, selectInputs } from '../../chart/select.ts';
import type { Chart } from '../../chart/types.ts';
import type { Manifest } from '../../inference/manifest.ts';
import type { ModelOutput } from '../../inference/prediction.ts';
import type { LoadedModel } from '../../inference/registry.ts';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { abstentionOn, shared } from './serve/abstention.ts';
import { openEngine } from './serve/engine.ts';
import { predictionFor } from './serve/prediction.ts';

/** A prognostic model that is ready to answer: a chart in, a prediction or a reasoned abstention out. */
export interface PrognosisModel {
  readonly manifest: Manifest;
  /** Pure: the same chart gives the same answer. */
  predict(chart: Chart): ModelOutput;
}

/** Opens the weights of a model folder. `invalid-manifest` when they, or the catalogue, do not fit the manifest. */
export function openPrognosisModel({ manifest, artifacts }: LoadedModel): Result<PrognosisModel> {
  const invalid = (message: string) =>
    err(problem('invalid-manifest', { message: `models/${manifest.name}: ${message}` }));
  const unknown = unknownConcepts(manifest);
  if (unknown.length > 0) return invalid(`src/chart/concepts.json has no concept ${unknown.join(', ')}`);
  const engine = openEngine(manifest, artifacts);
  if (!engine.ok) return invalid(engine.error.message);
  return ok({
    manifest,
    predict(chart) {
      const selection: Selection = selectInputs(chart, manifest.inputs);
      const declined = abstentionOn(chart, selection, manifest);
      return declined ?? { ...shared(manifest), ...predictionFor(engine.value, selection, manifest) };
    },
  });
}

const unknownConcepts = ({ inputs, applicability }: Manifest): string[] =>
  [...inputs, ...applicability.exclude].map((i) => i.concept).filter((id) => !hasConcept(id));
