import { averageOf } from '../networks/average.ts';
import { tensorNetwork } from '../tfjs/forward.ts';
import { type FitOptions, fitNetwork, type Learned, type Lesson, type Progress } from './fit.ts';
import { type Judge, judgeOf } from './judge.ts';
import type { ImageRecipe } from './recipe.ts';

/** Where training keeps how far it came. */
export interface Keeper {
  read(): Promise<Progress | undefined>;
  write(progress: Progress): Promise<void>;
}

/** The keeper of each training. */
export type KeeperOf = (fit: FitOptions) => Promise<Keeper>;

/** Learns once or several times from the same beginning, and averages. */
export async function fitAll(
  lesson: Omit<Lesson, 'options'>,
  fits: ImageRecipe['fits'],
  keeperOf?: KeeperOf,
): Promise<Learned> {
  const [options, ...others] = fits;
  const first = await fitOne(lesson, options, keeperOf);
  if (others.length === 0) return first;
  const all: [Learned, ...Learned[]] = [first];
  for (const other of others) all.push(await fitOne(lesson, other, keeperOf));
  const average = averageOf(all);
  const judge = await judgeOf({ ...lesson, options });
  const lossOf = (learned: Learned) => lossIn(judge, learned).toFixed(4);
  lesson.log(`validation of each: ${all.map(lossOf).join(', ')}, of their average: ${lossOf(average)}`);
  return average;
}

async function fitOne(
  lesson: Omit<Lesson, 'options'>,
  options: FitOptions,
  keeperOf?: KeeperOf,
): Promise<Learned> {
  const keeper = await keeperOf?.(options);
  const from = await keeper?.read();
  if (from) lesson.log(`going on after epoch ${from.epoch}`);
  return fitNetwork({ ...lesson, options, from, ...(keeper ? { keep: keeper.write } : {}) });
}

function lossIn(judge: Judge, learned: Learned): number {
  const network = tensorNetwork(learned);
  try {
    return judge.loss(network);
  } finally {
    network.dispose();
  }
}
