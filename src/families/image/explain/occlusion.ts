import type { Result } from '../../../kernel/result.ts';
import { ok } from '../../../kernel/result.ts';
import { mean } from '../../../statistics/order.ts';
import type { HeatMap } from './heat-map.ts';

/** Squares of the grid along a side; a patch covers two by two of them. */
const GRID = 10;
const PATCH = 2;
/** Places along a side where a patch can lie. */
const PLACES = GRID - PATCH + 1;
/** Pictures that are computed at a time: others may have the threads in between. */
const BATCH = 9;

/** The margin of a finding of each of some pictures, given one after the other as a network has them. */
export type MarginsOf = (numbers: Float32Array, count: number) => Promise<Result<readonly number[]>>;

/** The numbers of a picture as a network has them: `[channels, side, side]`. */
export interface Numbers {
  readonly data: Float32Array;
  readonly channels: number;
  readonly side: number;
}

/**
 * What speaks for a finding, from any network: by how much its margin falls when a patch of the picture is covered with
 * the picture's mean grey (Zeiler & Fergus 2014, arXiv:1311.2901). Patches overlap; each square of the grid has the
 * mean of those that cover it.
 */
export async function occlusionMap(
  numbers: Numbers,
  margin: number,
  marginsOf: MarginsOf,
): Promise<Result<HeatMap>> {
  const falls: number[] = [];
  for (let first = 0; first < PLACES ** 2; first += BATCH) {
    const places = Array.from({ length: Math.min(BATCH, PLACES ** 2 - first) }, (_, i) => first + i);
    const margins = await marginsOf(covered(numbers, places), places.length);
    if (!margins.ok) return margins;
    falls.push(...margins.value.map((m) => margin - m));
  }
  return ok({ rows: GRID, columns: GRID, values: spread(falls) });
}

function covered({ data, channels, side }: Numbers, places: readonly number[]): Float32Array {
  const out = new Float32Array(places.length * data.length);
  const plane = side * side;
  const edge = (line: number) => Math.round((line * side) / GRID);
  const greys = Array.from({ length: channels }, (_, c) => mean(data.subarray(c * plane, (c + 1) * plane)));
  places.forEach((place, i) => {
    out.set(data, i * data.length);
    const [row, column] = [Math.floor(place / PLACES), place % PLACES];
    greys.forEach((grey, c) => {
      for (let y = edge(row); y < edge(row + PATCH); y++) {
        const start = i * data.length + c * plane + y * side;
        out.fill(grey, start + edge(column), start + edge(column + PATCH));
      }
    });
  });
  return out;
}

/** The mean fall of the patches over each square of the grid. */
function spread(falls: readonly number[]): Float32Array {
  const sums = new Float32Array(GRID * GRID);
  const counts = new Float32Array(GRID * GRID);
  falls.forEach((fall, place) => {
    for (let cell = 0; cell < PATCH ** 2; cell++) {
      const row = Math.floor(place / PLACES) + Math.floor(cell / PATCH);
      const at = row * GRID + (place % PLACES) + (cell % PATCH);
      sums[at]! += fall;
      counts[at]! += 1;
    }
  });
  return sums.map((sum, at) => sum / counts[at]!);
}
