function zigzag(): Uint8Array {
  const places = Array.from({ length: 64 }, (_, i) => ({ row: i >> 3, column: i & 7 }));
  const order = places.toSorted((a, b) => diagonal(a) - diagonal(b) || along(a) - along(b));
  return Uint8Array.from(order, ({ row, column }) => 8 * row + column);
}

interface Place {
  readonly row: number;
  readonly column: number;
}

const diagonal = ({ row, column }: Place): number => row + column;

/** Even diagonals run upwards, odd ones downwards. */
const along = (place: Place): number => (diagonal(place) % 2 === 0 ? place.column : place.row);

/** Place in a block, row by row, of each coefficient in the order of the codestream (T.81 figure A.6). */
export const ZIGZAG = zigzag();

/** `BASIS[8 u + x]`: half C(u) cos((2x + 1) u π / 16) of T.81 A.3.3. */
const BASIS = Float64Array.from({ length: 64 }, (_, i) => {
  const [u, x] = [i >> 3, i & 7];
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});

const half = new Float64Array(64);

/** The inverse cosine transform of 64 dequantised coefficients, row by row, into `out`. */
export function inverseDct(coefficients: Float64Array, out: Float64Array): void {
  transformRows(coefficients, half);
  transformRows(half, out);
}

/** Transforms each row and turns the block round its diagonal, so that twice makes both directions. */
function transformRows(from: Float64Array, to: Float64Array): void {
  for (let row = 0; row < 8; row++) {
    for (let x = 0; x < 8; x++) {
      let sum = 0;
      for (let u = 0; u < 8; u++) sum += from[8 * row + u]! * BASIS[8 * u + x]!;
      to[8 * x + row] = sum;
    }
  }
}
