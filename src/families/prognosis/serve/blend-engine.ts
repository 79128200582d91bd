import type { Selection } from '../../../chart/select.ts';
import { levelOf } from '../../../inference/level.ts';
import type { Manifest } from '../../../inference/manifest.ts';
import type { Abstention, CurvePoint, FurtherOutcome, Prediction } from '../../../inference/prediction.ts';
import { type BlendAnswer, type BlendModel, openBlend, QUANTILE } from '../../../inference/runtimes/blend.ts';
import { riskOf } from '../../../inference/runtimes/linear.ts';
import { shared } from '../../../inference/shared.ts';
import { problem } from '../../../kernel/errors.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';
import { vectorFrom } from '../features/vector.ts';
import { blendContributions } from './blend-explanation.ts';
import { inHorizonOrder } from './horizon-order.ts';
import { rangeCautions } from './range-cautions.ts';

const WEIGHTS = 'weights.json';
const LEVEL = 0.95;
const PRIMARY = 'primary';

/** A model of the runtime `blend`, opened. */
export interface BlendEngine {
  readonly blend: BlendModel;
  /** For somebody whom the manifest lets through. */
  answer(selection: Selection, now: Date): Prediction | Abstention;
  /** Every outcome's risk without its reasons: what evaluation needs of many thousand people. */
  score(selection: Selection, now: Date): ReadonlyMap<string, BlendAnswer> | Abstention;
}

/** `invalid-manifest` where the weights are broken or do not fit the manifest. */
export function openBlendEngine(
  manifest: Manifest,
  artifacts: ReadonlyMap<string, Buffer>,
): Result<BlendEngine> {
  const opened = openWeights(artifacts.get(WEIGHTS));
  if (!opened.ok) return opened;
  const blend = opened.value;
  const wrong = misfit(manifest, blend);
  return wrong ? invalid(wrong) : ok(engineOf(manifest, blend));
}

const invalid = (message: string): Result<never> => err(problem('invalid-manifest', { message }));

function openWeights(content: Buffer | undefined): Result<BlendModel> {
  if (!content) return invalid(`artifacts must name ${WEIGHTS}`);
  try {
    return openBlend(JSON.parse(content.toString('utf8')));
  } catch {
    return invalid(`${WEIGHTS} is not JSON`);
  }
}

function misfit({ inputs, further }: Manifest, { weights }: BlendModel): string | undefined {
  const declared = new Set(inputs.map((i) => i.concept));
  const unknown = weights.features.filter((f) => !declared.has(f.concept)).map((f) => f.concept);
  if (unknown.length > 0) return `${WEIGHTS} uses ${unknown.join(', ')}, which inputs do not declare`;
  const missing = further.filter((f) => !Object.hasOwn(weights.outcomes, f.id)).map((f) => f.id);
  return missing.length > 0 ? `${WEIGHTS} has no outcome ${missing.join(', ')}` : undefined;
}

function engineOf(manifest: Manifest, blend: BlendModel): BlendEngine {
  const inOrder = inHorizonOrder(manifest);
  return {
    blend,
    answer(selection, now) {
      const row = vectorFrom(blend.weights.features, selection, now);
      return (
        unlikeAnyone(row, selection, manifest, blend) ??
        predictionFrom(row, inOrder(blend.evaluate(row)), selection, manifest, blend)
      );
    },
    score(selection, now) {
      const row = vectorFrom(blend.weights.features, selection, now);
      return unlikeAnyone(row, selection, manifest, blend) ?? inOrder(blend.evaluate(row));
    },
  };
}

function unlikeAnyone(
  row: Float64Array,
  { evidence }: Selection,
  manifest: Manifest,
  blend: BlendModel,
): Abstention | undefined {
  if (blend.distance(row) <= 1) return undefined;
  return {
    kind: 'abstention',
    ...shared(manifest),
    reason: 'out-of-range',
    because: 'these values together are unlike those of anyone the model learned from',
    concepts: [],
    evidence,
  };
}

function predictionFrom(
  row: Float64Array,
  answers: ReadonlyMap<string, BlendAnswer>,
  { evidence }: Selection,
  manifest: Manifest,
  blend: BlendModel,
): Prediction {
  const answer = answers.get(PRIMARY)!;
  const reference = blend.reference(PRIMARY);
  const curve = curveOf(answer, blend);
  const further = furtherOf(manifest, answers);
  return {
    kind: 'prediction',
    ...shared(manifest),
    probability: answer.risk,
    interval: intervalOf(answer),
    ...levelOf(answer.risk, manifest),
    comparison: { group: `typical ${blend.weights.population}`, probability: reference.risk },
    contributions: blendContributions(blend, PRIMARY, row, answer, evidence.used),
    evidence,
    cautions: rangeCautions(blend.weights, row, manifest),
    ...(further.length > 0 ? { further } : {}),
    ...(curve ? { curve } : {}),
  };
}

const intervalOf = ({ low, high }: BlendAnswer) => ({ low, high, level: LEVEL });

function furtherOf(manifest: Manifest, answers: ReadonlyMap<string, BlendAnswer>): FurtherOutcome[] {
  return manifest.further.map(({ id, coding, horizon }) => {
    const answer = answers.get(id)!;
    return {
      id,
      outcome: coding,
      ...(horizon ? { horizon } : {}),
      probability: answer.risk,
      interval: intervalOf(answer),
    };
  });
}

/** The same predictor at other times: only the baseline changes. */
function curveOf({ predictor, spread }: BlendAnswer, { weights }: BlendModel): CurvePoint[] | undefined {
  const { curve, link, intercept } = weights.outcomes[PRIMARY]!;
  return curve?.map(({ months, intercept: then }) => {
    const at = (deviations: number) =>
      1 - riskOf(link, predictor + then - intercept + deviations * QUANTILE * spread);
    return { months, survival: at(0), low: at(1), high: at(-1) };
  });
}
