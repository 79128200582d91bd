import type { Fit } from '../pixels/resize.ts';

/** How much each place of the square that a network saw speaks for a finding: rows from above, more is more. */
export interface HeatMap {
  readonly rows: number;
  readonly columns: number;
  /** Below zero: speaks against it. */
  readonly values: Float32Array;
}

/** The heat at a place of the square, between its grid points by linear interpolation. @param x and y 0–1 */
export function heatAt({ rows, columns, values }: HeatMap, x: number, y: number): number {
  const across = within(x * columns - 0.5, columns - 1);
  const down = within(y * rows - 0.5, rows - 1);
  const [left, top] = [Math.floor(across), Math.floor(down)];
  const [right, bottom] = [Math.min(left + 1, columns - 1), Math.min(top + 1, rows - 1)];
  const between = (a: number, b: number, share: number) => a + share * (b - a);
  const upper = between(values[top * columns + left]!, values[top * columns + right]!, across - left);
  const lower = between(values[bottom * columns + left]!, values[bottom * columns + right]!, across - left);
  return between(upper, lower, down - top);
}

const within = (value: number, most: number): number => Math.min(most, Math.max(0, value));

/** A part of something, in shares of its width and height. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const WHOLE: Part = { left: 0, top: 0, width: 1, height: 1 };

/** Which part of a picture a network saw, and where on its square that lies. */
export interface Placement {
  readonly ofPicture: Part;
  readonly ofSquare: Part;
}

/** @param width and height of the picture with square pixels */
export function placementOf(width: number, height: number, fit: Fit): Placement {
  if (fit === 'stretch') return { ofPicture: WHOLE, ofSquare: WHOLE };
  const longer = Math.max(width, height);
  const shorter = Math.min(width, height);
  return fit === 'pad'
    ? { ofPicture: WHOLE, ofSquare: middle(width / longer, height / longer) }
    : { ofPicture: middle(shorter / width, shorter / height), ofSquare: WHOLE };
}

const middle = (width: number, height: number): Part => ({
  left: (1 - width) / 2,
  top: (1 - height) / 2,
  width,
  height,
});

/** The heat at a place of what is seen of the picture. @param x and y 0–1 */
export const heatSeen = (heat: HeatMap, { ofSquare }: Placement, x: number, y: number): number =>
  heatAt(heat, ofSquare.left + x * ofSquare.width, ofSquare.top + y * ofSquare.height);
