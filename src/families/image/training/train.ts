import type { Preprocess } from '../../../inference/image-manifest.ts';
import { ok, type Result } from '../../../kernel/result.ts';
import { permutation, seededRandom } from '../../../statistics/random.ts';
import { readMobileNet, SIDE } from '../networks/mobilenet.ts';
import { type Layer, type Network, shapesOf } from '../networks/network.ts';
import { exportLayers } from '../onnx/export.ts';
import { toSquare } from '../pixels/resize.ts';
import { openTensorFlow } from '../tfjs/backend.ts';
import { type FeatureSource, featureSource } from './features.ts';
import { type Examples, fitNetwork, type Progress } from './fit.ts';
import type { ImageSet } from './image-set.ts';
import type { ImageRecipe, NetworkShape } from './recipe.ts';

/** Where training keeps how far it came. */
export interface Keeper {
  read(): Promise<Progress | undefined>;
  write(progress: Progress): Promise<void>;
}

export interface Surroundings {
  /** Folder of the weights to begin with. */
  readonly backbone: string;
  readonly log: (line: string) => void;
  readonly keeper?: Keeper;
}

type Shape = readonly [number, number, number];

/** Learns a network from pictures: the first layers as they come, the others and the head on these pictures. */
export async function trainNetwork(
  recipe: ImageRecipe,
  shape: NetworkShape,
  images: ImageSet,
  { backbone, log, keeper }: Surroundings,
): Promise<Result<Network>> {
  const read = await readMobileNet(backbone);
  if (!read.ok) return read;
  const layers = upTo(read.value, recipe.lastLayer);
  const input: Shape = [SIDE, SIDE, 1];
  const frozen = upTo(layers, recipe.frozenTo);
  log(`training on ${await openTensorFlow()}`);
  const source = sourceOf(recipe, shape.preprocess, images, frozen, input);
  const { training, validation } = splitOf(recipe, shape.labels, images);
  log(`${training.rows.length} pictures to learn from, ${validation.rows.length} to choose with`);
  const from = await keeper?.read();
  if (from) log(`going on after epoch ${from.epoch}`);
  try {
    const learned = await fitNetwork({
      layers: layers.slice(frozen.length),
      head: newHead(layers, shape.labels.length, recipe.seed),
      shape: shapesOf(frozen, input).at(-1) ?? input,
      source,
      training,
      validation,
      options: recipe.fit,
      log,
      from,
      ...(keeper ? { keep: keeper.write } : {}),
    });
    return ok({ input, layers: [...frozen, ...learned.layers], head: learned.head });
  } finally {
    await source.close();
  }
}

/** Layers up to one of a name, or all. */
function upTo(layers: readonly Layer[], name: string | undefined): readonly Layer[] {
  if (name === undefined) return layers;
  const last = layers.findIndex((layer) => layer.name === name);
  if (last < 0) throw new RangeError(`the backbone has no layer ${name}`);
  return layers.slice(0, last + 1);
}

function sourceOf(
  { augmentation }: ImageRecipe,
  preprocess: Preprocess,
  { pictures }: ImageSet,
  frozen: readonly Layer[],
  input: Shape,
): FeatureSource {
  const pixels = preprocess.side ** 2;
  const shared = new SharedArrayBuffer(pictures.length * pixels);
  const all = new Uint8Array(shared);
  pictures.forEach(({ picture }, i) => {
    all.set(toSquare(picture, preprocess.side, preprocess.fit).data, i * pixels);
  });
  return featureSource({ network: exportLayers(frozen, input), pictures: shared, preprocess, augmentation });
}

/** By patient: whose pictures choose is drawn from the seed. */
export function splitOf(
  { labelOf, patientOf, validationShare, seed }: ImageRecipe,
  labels: readonly string[],
  { pictures }: ImageSet,
): { readonly training: Examples; readonly validation: Examples } {
  const patients = [...new Set(pictures.map(patientOf))].sort();
  const order = permutation(patients.length, seededRandom(seed));
  const chosen = new Set(
    Array.from(order.subarray(0, Math.round(validationShare * patients.length)), (i) => patients[i]!),
  );
  const examples = (inValidation: boolean): Examples => {
    const rows = [...pictures.keys()].filter((i) => chosen.has(patientOf(pictures[i]!)) === inValidation);
    return {
      rows: Int32Array.from(rows),
      classes: Uint8Array.from(rows, (i) => labels.indexOf(labelOf(pictures[i]!))),
    };
  };
  return { training: examples(false), validation: examples(true) };
}

/** Small numbers of both signs, by the seed (Glorot & Bengio 2010). */
function newHead(layers: readonly Layer[], classes: number, seed: number): Network['head'] {
  const channels = layers.at(-1)!.bias.length;
  const random = seededRandom(seed);
  const most = Math.sqrt(6 / (channels + classes));
  return {
    kernel: {
      shape: [channels, classes],
      data: Float32Array.from({ length: channels * classes }, () => (2 * random() - 1) * most),
    },
    bias: new Float32Array(classes),
  };
}
