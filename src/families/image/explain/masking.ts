import { mean } from '../../../statistics/order.ts';
import type { Random } from '../../../statistics/random.ts';
import { type HeatMap, heatOver, WHOLE } from './heat-map.ts';

/** The warmest places of a square, counted by rows. @param share of the square, 0–1 */
export function warmestPart(heat: HeatMap, side: number, share: number): Int32Array {
  const heats = heatOver(heat, WHOLE, side, side);
  const order = Int32Array.from(heats, (_, i) => i).sort((a, b) => heats[b]! - heats[a]! || a - b);
  return order.subarray(0, Math.round(share * order.length));
}

/** The same places elsewhere: what leaves the square on one side comes back on the other. */
export function shifted(part: Int32Array, side: number, random: Random): Int32Array {
  const [right, down] = [Math.floor(random() * side), Math.floor(random() * side)];
  return part.map((at) => {
    const x = ((at % side) + right) % side;
    return ((Math.floor(at / side) + down) % side) * side + x;
  });
}

/** Numbers with some places of every channel at that channel's mean. @param plane numbers of a channel */
export function covered(numbers: Float32Array, part: Int32Array, plane: number): Float32Array {
  const out = Float32Array.from(numbers);
  for (let start = 0; start < numbers.length; start += plane) {
    const grey = mean(numbers.subarray(start, start + plane));
    for (const at of part) out[start + at] = grey;
  }
  return out;
}
