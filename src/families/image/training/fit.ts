import * as tf from '@tensorflow/tfjs';
import { permutation, seededRandom } from '../../../statistics/random.ts';
import type { Head, Layer } from '../networks/network.ts';
import { type TensorNetwork, tensorNetwork } from '../tfjs/forward.ts';
import type { FeatureSource } from './features.ts';

export interface FitOptions {
  readonly epochs: number;
  readonly batch: number;
  /** At its highest, after the first epoch; from there it falls along half a cosine. */
  readonly learningRate: number;
  /** Epochs after which the learning rate stays, and all weights from there on are averaged alike. */
  readonly settle: number;
  /** Share of the highest learning rate at which it stays. */
  readonly lowest: number;
  /** Share of the true label that is spread over all. */
  readonly smoothing: number;
  /** Shrinkage of the kernels, as a share of the learning rate (Loshchilov & Hutter 2019, arXiv:1711.05101). */
  readonly weightDecay: number;
  /** Epochs without improvement after which training ends. */
  readonly patience: number;
  readonly seed: number;
}

/** Pictures by their rows in a source, with their classes. */
export interface Examples {
  readonly rows: Int32Array;
  /** Class of each, from 0. */
  readonly classes: Uint8Array;
}

export interface Lesson {
  readonly layers: readonly Layer[];
  readonly head: Head;
  /** Height, width and channels of what the source gives. */
  readonly shape: readonly [number, number, number];
  readonly source: FeatureSource;
  readonly training: Examples;
  readonly validation: Examples;
  readonly options: FitOptions;
  readonly log: (line: string) => void;
  /** What an earlier, interrupted fit kept. */
  readonly from?: Progress | undefined;
  /** Called after each epoch with what is needed to go on from there. */
  readonly keep?: (progress: Progress) => Promise<void>;
}

/** The numbers of variables, as they are stored. */
export type Numbers = readonly Float32Array[];

/** Where a fit stands after an epoch. */
export interface Progress {
  readonly epoch: number;
  readonly variables: Numbers;
  readonly averages: Numbers;
  readonly optimizer: Numbers;
  readonly best: { readonly epoch: number; readonly loss: number; readonly averages: Numbers };
}

/**
 * Learns the last layers and the head of a network: Adam on the cross-entropy, classes weighted to count the same,
 * every epoch with other changes of the pictures. What is kept is the moving average of the weights (Polyak & Juditsky
 * 1992, doi:10.1137/0330046), once the learning rate has settled that of all weights since (Izmailov et al. 2018,
 * arXiv:1803.05407, and Cha et al. 2021, arXiv:2102.08604, who show that it carries over better to other places), of the
 * epoch with the smallest loss on the validation pictures, as they are and changed as training pictures are: a network
 * that only knows them as they are would win otherwise.
 */
export async function fitNetwork(lesson: Lesson): Promise<Pick<Lesson, 'layers' | 'head'>> {
  const { layers, head, options, log, from, keep } = lesson;
  const network = tensorNetwork({ layers, head });
  const optimizer = new ScheduledAdam(options.learningRate, 0.9, 0.999);
  const averages = network.variables.map((v) => tf.variable(v.clone(), false));
  if (from) await resume(from, network, averages, optimizer);
  const judged = await validationOf(lesson);
  let best = from?.best ?? { epoch: 0, loss: Number.POSITIVE_INFINITY, averages: numbersOf(averages) };
  for (let epoch = (from?.epoch ?? 0) + 1; epoch <= options.epochs; epoch++) {
    const loss = await learnEpoch(lesson, network, averages, optimizer, epoch);
    const validation = withNumbers(network, averages, () => judged.loss(network));
    if (validation < best.loss) best = { epoch, loss: validation, averages: numbersOf(averages) };
    log(`epoch ${epoch} of ${options.epochs}: loss ${loss.toFixed(4)}, validation ${validation.toFixed(4)}`);
    await keep?.({
      epoch,
      variables: numbersOf(network.variables),
      averages: numbersOf(averages),
      optimizer: await optimizer.read(),
      best,
    });
    if (epoch - best.epoch >= options.patience) break;
  }
  assign(network.variables, best.averages);
  const learned = network.read();
  tf.dispose([...averages]);
  network.dispose();
  optimizer.dispose();
  return learned;
}

/** Adam (Kingma & Ba 2015, arXiv:1412.6980) whose learning rate can be set. */
class ScheduledAdam extends tf.AdamOptimizer {
  setLearningRate(rate: number): void {
    this.learningRate = rate;
  }

  async read(): Promise<Numbers> {
    const weights = await this.getWeights();
    return weights.map(({ tensor }) => Float32Array.from(tensor.dataSync()));
  }
}

async function resume(
  { variables, averages: kept, optimizer: state }: Progress,
  network: TensorNetwork,
  averages: readonly tf.Variable[],
  optimizer: ScheduledAdam,
): Promise<void> {
  assign(network.variables, variables);
  assign(averages, kept);
  const shapes = [[], ...network.variables.map((v) => v.shape), ...network.variables.map((v) => v.shape)];
  const names = [{ name: 'iter' }, ...state.slice(1).map((_, i) => ({ name: `state-${i}` }))];
  await optimizer.setWeights(
    state.map((numbers, i) => ({ name: names[i]!.name, tensor: tf.tensor(numbers, [...shapes[i]!]) })),
  );
}

async function learnEpoch(
  { source, training, shape, options, head }: Lesson,
  network: TensorNetwork,
  averages: readonly tf.Variable[],
  optimizer: ScheduledAdam,
  epoch: number,
): Promise<number> {
  const order = permutation(training.rows.length, seededRandom(options.seed + 1_000 * epoch));
  const batches = Math.floor(order.length / options.batch);
  const weights = classWeights(training.classes, head.bias.length);
  const drawn = (b: number) => order.subarray(b * options.batch, (b + 1) * options.batch);
  const ask = (b: number) =>
    source.featuresOf({
      rows: Int32Array.from(drawn(b), (i) => training.rows[i]!),
      seed: options.seed + 100_000 * epoch + b,
    });
  let next = ask(0);
  let total = 0;
  const settled = options.settle * batches;
  for (let b = 0; b < batches; b++) {
    const features = await next;
    if (b + 1 < batches) next = ask(b + 1);
    const rate = rateAt(epoch - 1 + b / batches, options);
    optimizer.setLearningRate(rate * options.learningRate);
    const classes = Int32Array.from(drawn(b), (i) => training.classes[i]!);
    total += step(network, optimizer, features, shape, classes, weights, options.smoothing);
    decay(network.variables, 1 - rate * options.learningRate * options.weightDecay);
    follow(averages, network.variables, averagedSteps(1 + b + batches * (epoch - 1), settled));
  }
  return total / batches;
}

/** Steps over which the weights are averaged, about, before the learning rate has settled. */
const AVERAGED = 100;

/** Over how many of the steps so far the weights are averaged: after as many as `settled`, over all that came since. */
const averagedSteps = (steps: number, settled: number): number =>
  Math.min(AVERAGED, steps / 10) + Math.max(0, steps - settled);

/** Share of the learning rate: from 0 up during the first epoch, then down along half a cosine, then as it is. */
function rateAt(epochs: number, { settle, lowest }: FitOptions): number {
  if (epochs < 1) return epochs;
  if (epochs >= settle) return lowest;
  const fallen = (epochs - 1) / (settle - 1);
  return lowest + ((1 - lowest) * (1 + Math.cos(Math.PI * fallen))) / 2;
}

function step(
  network: TensorNetwork,
  optimizer: tf.Optimizer,
  features: Float32Array,
  shape: Lesson['shape'],
  classes: Int32Array,
  classWeight: Float32Array,
  smoothing: number,
): number {
  return tf.tidy(() => {
    const input = tf.tensor4d(features, [classes.length, ...shape]);
    const labels = tf.oneHot(tf.tensor1d(classes, 'int32'), classWeight.length);
    const weights = tf.tensor1d(Float32Array.from(classes, (c) => classWeight[c]!));
    const loss = () =>
      tf.losses.softmaxCrossEntropy(labels, network.logits(input), weights, smoothing) as tf.Scalar;
    const { value, grads } = optimizer.computeGradients(loss, [...network.variables]);
    optimizer.applyGradients(grads);
    return value.dataSync()[0]!;
  });
}

/** Kernels alone are shrunk: they have more than one axis. */
function decay(variables: readonly tf.Variable[], factor: number): void {
  for (const variable of variables)
    if (variable.rank > 1) tf.tidy(() => variable.assign(tf.mul(variable, factor)));
}

function follow(averages: readonly tf.Variable[], variables: readonly tf.Variable[], steps: number): void {
  const share = 1 / Math.max(1, steps);
  averages.forEach((average, i) => {
    tf.tidy(() => average.assign(tf.add(average, tf.mul(tf.sub(variables[i]!, average), share))));
  });
}

/** With them every class counts the same, and examples count 1 on average. */
function classWeights(classes: Uint8Array, count: number): Float32Array {
  const seen = new Float32Array(count);
  for (const c of classes) seen[c]! += 1;
  return seen.map((n) => classes.length / (count * Math.max(1, n)));
}

/** The validation pictures as they are and changed, and the mean cross-entropy on them. */
async function validationOf({ source, validation, shape, options, head }: Lesson) {
  const weights = classWeights(validation.classes, head.bias.length);
  const seeds = [undefined, options.seed];
  const parts: { features: Float32Array; classes: Uint8Array }[] = [];
  for (const [k, seed] of seeds.entries()) {
    for (let b = 0; b * options.batch < validation.rows.length; b++) {
      const range = [b * options.batch, (b + 1) * options.batch] as const;
      const request = {
        rows: validation.rows.slice(...range),
        ...(seed === undefined ? {} : { seed: seed + k + b }),
      };
      parts.push({ features: await source.featuresOf(request), classes: validation.classes.slice(...range) });
    }
  }
  return {
    loss(network: TensorNetwork): number {
      let sum = 0;
      for (const { features, classes } of parts) {
        const logits = logitsOf(network, features, shape, classes.length);
        classes.forEach((c, i) => {
          sum += weights[c]! * crossEntropy(logits, i, c, weights.length);
        });
      }
      return sum / (seeds.length * validation.rows.length);
    },
  };
}

const logitsOf = (
  network: TensorNetwork,
  features: Float32Array,
  shape: Lesson['shape'],
  count: number,
): Float32Array =>
  tf.tidy(() => network.logits(tf.tensor4d(features, [count, ...shape])).dataSync() as Float32Array);

function crossEntropy(logits: Float32Array, row: number, label: number, classes: number): number {
  const own = logits.subarray(row * classes, (row + 1) * classes);
  const most = Math.max(...own);
  const total = own.reduce((sum, x) => sum + Math.exp(x - most), 0);
  return most + Math.log(total) - own[label]!;
}

const numbersOf = (variables: readonly tf.Variable[]): Numbers =>
  variables.map((v) => Float32Array.from(v.dataSync()));

function assign(variables: readonly tf.Variable[], numbers: Numbers): void {
  variables.forEach((variable, i) => {
    tf.tidy(() => variable.assign(tf.tensor(numbers[i]!, variable.shape)));
  });
}

/** Does something with other numbers in the network, and puts its own back. */
function withNumbers<T>(network: TensorNetwork, others: readonly tf.Variable[], work: () => T): T {
  const own = numbersOf(network.variables);
  assign(network.variables, numbersOf(others));
  try {
    return work();
  } finally {
    assign(network.variables, own);
  }
}
