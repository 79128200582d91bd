import type { Matrix } from '../design.ts';

/**
 * Σᵢ wᵢ xᵢxᵢᵀ, lower triangle. Four rows at a time, so that the result is read and written a quarter as often: most of
 * the time of a fit goes here.
 */
export function weightedGram({ rows, columns, data }: Matrix, weights: Float64Array): Float64Array {
  const out = new Float64Array(columns * columns);
  const block = new Float64Array(4 * columns);
  let filled = 0;
  for (let i = 0; i < rows; i++) {
    const root = Math.sqrt(weights[i]!);
    if (root === 0) continue;
    for (let j = 0; j < columns; j++) block[filled * columns + j] = root * data[i * columns + j]!;
    filled++;
    if (filled < 4) continue;
    addBlock(block, columns, out);
    filled = 0;
  }
  block.fill(0, filled * columns);
  addBlock(block, columns, out);
  return out;
}

function addBlock(block: Float64Array, columns: number, out: Float64Array): void {
  const [second, third, fourth] = [columns, 2 * columns, 3 * columns];
  for (let a = 0; a < columns; a++) {
    const x0 = block[a]!;
    const x1 = block[second + a]!;
    const x2 = block[third + a]!;
    const x3 = block[fourth + a]!;
    const row = a * columns;
    for (let b = 0; b <= a; b++) {
      out[row + b]! +=
        x0 * block[b]! + x1 * block[second + b]! + x2 * block[third + b]! + x3 * block[fourth + b]!;
    }
  }
}
