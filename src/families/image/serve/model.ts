import type { ImageGate, ImageSettings } from '../../../inference/image-manifest.ts';
import { levelOf } from '../../../inference/level.ts';
import type { Manifest } from '../../../inference/manifest.ts';
import type {
  Abstention,
  FurtherOutcome,
  ModelRef,
  PictureExplanation,
  Prediction,
} from '../../../inference/prediction.ts';
import type { LoadedModel } from '../../../inference/registry.ts';
import { shared } from '../../../inference/shared.ts';
import { ok, type Result } from '../../../kernel/result.ts';
import type { ImageAnalysis, ImageModel, ImageRequest } from '../contract.ts';
import { heatOf } from '../explain/heat-of.ts';
import { refusedByAge } from './age.ts';
import { imageCautions } from './cautions.ts';
import { evidenceOf } from './evidence.ts';
import { type Estimate, estimatesOf } from './findings.ts';
import { refusedByAttributes, refusedByModel, refusedByQuality } from './gate.ts';
import type { Look, Raster, Way } from './look.ts';
import type { NetworkOutputs, ServedNetwork } from './network.ts';
import { type Pictures, rasterOf } from './pictures.ts';

/** A model that stands before another one, and what that one asks of it. */
export interface GateModel {
  readonly model: ModelRef;
  readonly network: ServedNetwork;
  readonly rule: NonNullable<ImageGate['model']>;
}

export interface ModelParts {
  readonly loaded: LoadedModel;
  readonly settings: ImageSettings;
  /** Concept of its pictures. */
  readonly concept: string;
  readonly network: ServedNetwork;
  readonly gate?: GateModel | undefined;
  readonly pictures: Pictures;
}

type Why = Pick<Abstention, 'reason' | 'because'> & { readonly concepts?: readonly string[] };

/** What is known of a picture on the way to an answer. */
interface Seen {
  readonly request: ImageRequest;
  readonly raster: Raster;
  readonly look: Look;
}

/**
 * An image model that is ready to answer. From what costs nothing to what costs most: what the file says, the age, the
 * pixels, the model before it, the network, and where in the picture its answer comes from.
 */
export function imageModel(parts: ModelParts): ImageModel {
  const { loaded, settings, gate } = parts;
  return {
    loaded,
    ...(gate ? { gate: gate.model } : {}),
    async analyse(request) {
      const { image } = request;
      const early = refusedByAttributes(image, settings.gate) ?? refusedByAge(request, loaded.manifest);
      if (early) return ok(abstention(request, parts, early));
      const raster = rasterOf(image);
      const look = await parts.pictures.look(raster, waysOf(parts));
      if (!look.ok) return look;
      const poor = refusedByQuality(look.value.quality, settings, image.modality);
      if (poor) return ok(abstention(request, parts, poor));
      const strange = await refusedByGate(look.value, parts.gate);
      if (!strange.ok) return strange;
      if (strange.value) return ok(abstention(request, parts, strange.value));
      return answer({ request, raster, look: look.value }, parts);
    },
  };
}

const wayOf = ({ settings: { preprocess, network } }: ServedNetwork): Way => ({
  preprocess,
  channels: network.channels,
});

/** Of the network, and of the one before it. */
const waysOf = ({ network, gate }: ModelParts): Way[] =>
  (gate ? [network, gate.network] : [network]).map(wayOf);

async function refusedByGate(
  { inputs }: Look,
  gate: GateModel | undefined,
): Promise<Result<Why | undefined>> {
  if (!gate) return ok(undefined);
  const outputs = await gate.network.run(inputs[1]!);
  if (!outputs.ok) return outputs;
  const estimates = estimatesOf(outputs.value.logits, gate.network.settings);
  const { probability } = estimates.find(({ id }) => id === gate.rule.finding)!;
  return ok(refusedByModel(probability, gate.rule));
}

function abstention(request: ImageRequest, { loaded, concept }: ModelParts, why: Why): ImageAnalysis {
  const { manifest } = loaded;
  return {
    output: {
      kind: 'abstention',
      ...shared(manifest),
      concepts: [concept],
      ...why,
      evidence: evidenceOf(request, concept, manifest),
    },
  };
}

async function answer(seen: Seen, parts: ModelParts): Promise<Result<ImageAnalysis>> {
  const outputs = await parts.network.run(seen.look.inputs[0]!);
  if (!outputs.ok) return outputs;
  const explanation = await explain(seen, outputs.value, parts);
  if (!explanation.ok) return explanation;
  const estimates = estimatesOf(outputs.value.logits, parts.settings);
  return ok({ output: predictionOf(seen, estimates, parts), explanation: explanation.value });
}

function predictionOf(
  { request, look }: Seen,
  [first, ...others]: readonly Estimate[],
  { loaded: { manifest }, concept }: ModelParts,
): Prediction {
  const { probability, interval } = first!;
  return {
    kind: 'prediction',
    ...shared(manifest),
    probability,
    ...(interval ? { interval } : {}),
    ...levelOf(probability, manifest),
    contributions: [],
    evidence: evidenceOf(request, concept, manifest),
    cautions: imageCautions(request, look.quality, manifest),
    ...(others.length > 0 ? { further: others.map((estimate) => furtherOf(estimate, manifest)) } : {}),
  };
}

function furtherOf({ id, probability, interval }: Estimate, { further }: Manifest): FurtherOutcome {
  const { coding } = further.find((f) => f.id === id)!;
  return { id, outcome: coding, probability, ...(interval ? { interval } : {}) };
}

async function explain(
  { raster, look }: Seen,
  outputs: NetworkOutputs,
  { network, settings, pictures }: ModelParts,
): Promise<Result<PictureExplanation>> {
  const heat = await heatOf(look.inputs[0]!, outputs, network);
  return heat.ok ? pictures.explain(raster, settings.preprocess.fit, heat.value) : heat;
}
