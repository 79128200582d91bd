import { ok, type Result } from '../../../kernel/result.ts';
import { mean } from '../../../statistics/order.ts';
import type { Random } from '../../../statistics/random.ts';
import { rankCorrelation } from '../../../statistics/rank-correlation.ts';
import type { Picture } from '../pixels/picture.ts';
import { marginOf } from '../serve/findings.ts';
import { greyInput } from '../serve/look.ts';
import type { NetworkOutputs, ServedNetwork } from '../serve/network.ts';
import { type HeatMap, heatOver, WHOLE } from './heat-map.ts';
import { heatOf, marginsOf } from './heat-of.ts';
import { covered, shifted, warmestPart } from './masking.ts';

export { randomised } from '../networks/randomised.ts';

/** How the warmest part of a picture is covered, and other parts like it. */
export interface Masking {
  /** Of the square that is covered, 0–1. */
  readonly share: number;
  /** Other parts of the same size and shape, for each picture. */
  readonly draws: number;
  readonly random: Random;
}

/** By how much the margin of the first finding falls when part of a picture is covered with the picture's mean grey. */
export interface MarginFalls {
  /** The warmest part of its heat map. */
  readonly hot: number;
  /** The mean of parts of the same size and shape anywhere. */
  readonly random: number;
}

/**
 * Whether a heat map shows what the network goes by: covering its warmest part must change more than covering another
 * one (Samek et al. 2017, doi:10.1109/TNNLS.2016.2599820). Other parts are the warmest one, shifted; what leaves the
 * square on one side comes back on the other.
 */
export async function maskedMargins(
  network: ServedNetwork,
  pictures: readonly Picture[],
  masking: Masking,
): Promise<Result<readonly MarginFalls[]>> {
  const falls: MarginFalls[] = [];
  for (const picture of pictures) {
    const fall = await fallsOf(network, picture, masking);
    if (!fall.ok) return fall;
    falls.push(fall.value);
  }
  return ok(falls);
}

async function fallsOf(
  network: ServedNetwork,
  picture: Picture,
  { share, draws, random }: Masking,
): Promise<Result<MarginFalls>> {
  const explained = await explainedOf(network, picture);
  if (!explained.ok) return explained;
  const { numbers, outputs, heat } = explained.value;
  const { labels, findings, preprocess } = network.settings;
  const { side } = preprocess;
  const hot = warmestPart(heat, side, share);
  const parts = [hot, ...Array.from({ length: draws }, () => shifted(hot, side, random))];
  const masked = new Float32Array(parts.length * numbers.length);
  parts.forEach((part, i) => {
    masked.set(covered(numbers, part, side ** 2), i * numbers.length);
  });
  const margins = await marginsOf(network, masked, parts.length);
  if (!margins.ok) return margins;
  const margin = marginOf(outputs.logits, labels, findings[0]!);
  const [first, ...others] = margins.value.map((m) => margin - m);
  return ok({ hot: first!, random: mean(others) });
}

interface Explained {
  readonly numbers: Float32Array;
  readonly outputs: NetworkOutputs;
  readonly heat: HeatMap;
}

async function explainedOf(network: ServedNetwork, picture: Picture): Promise<Result<Explained>> {
  const { preprocess, network: shape } = network.settings;
  const numbers = greyInput(picture, { preprocess, channels: shape.channels });
  const outputs = await network.run(numbers);
  if (!outputs.ok) return outputs;
  const heat = await heatOf(numbers, outputs.value, network);
  return heat.ok ? ok({ numbers, outputs: outputs.value, heat: heat.value }) : heat;
}

/** The heat maps of some pictures. */
export async function heatMapsOf(
  network: ServedNetwork,
  pictures: readonly Picture[],
): Promise<Result<readonly HeatMap[]>> {
  const maps: HeatMap[] = [];
  for (const picture of pictures) {
    const explained = await explainedOf(network, picture);
    if (!explained.ok) return explained;
    maps.push(explained.value.heat);
  }
  return ok(maps);
}

/**
 * How alike two heat maps order their places, on the grid of the finer one: Spearman's rank correlation. A network whose
 * weights are drawn anew must give other maps (Adebayo et al. 2018, arXiv:1810.03292).
 */
export function mapCorrelation(a: HeatMap, b: HeatMap): number {
  const rows = Math.max(a.rows, b.rows);
  const columns = Math.max(a.columns, b.columns);
  return rankCorrelation(heatOver(a, WHOLE, columns, rows), heatOver(b, WHOLE, columns, rows));
}
