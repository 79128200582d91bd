import type { Fit } from '../pixels/resize.ts';

/** How much each place of the square that a network saw speaks for a finding: rows from above, more is more. */
export interface HeatMap {
  readonly rows: number;
  readonly columns: number;
  /** Below zero: speaks against it. */
  readonly values: Float32Array;
}

/** Between which two grid points of an axis a place lies, and how near it is to the second. */
interface Between {
  readonly before: number;
  readonly after: number;
  readonly share: number;
}

/** @param place 0–1; beyond the outer grid points it is as at them */
function between(place: number, points: number): Between {
  const at = Math.min(points - 1, Math.max(0, place * points - 0.5));
  const before = Math.floor(at);
  return { before, after: Math.min(before + 1, points - 1), share: at - before };
}

/** The heat at a place of the square, between its grid points by linear interpolation. @param x and y 0–1 */
export const heatAt = (heat: HeatMap, x: number, y: number): number =>
  interpolated(heat, between(x, heat.columns), between(y, heat.rows));

function interpolated({ columns, values }: HeatMap, across: Between, down: Between): number {
  const above = down.before * columns;
  const below = down.after * columns;
  const upper = mix(values[above + across.before]!, values[above + across.after]!, across.share);
  const lower = mix(values[below + across.before]!, values[below + across.after]!, across.share);
  return mix(upper, lower, down.share);
}

const mix = (a: number, b: number, share: number): number => a + share * (b - a);

/** A part of something, in shares of its width and height. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const ALL: Part = { left: 0, top: 0, width: 1, height: 1 };

/** Which part of a picture a network saw, and where on its square that lies. */
export interface Placement {
  readonly ofPicture: Part;
  readonly ofSquare: Part;
}

/** All of the picture on all of the square. */
export const WHOLE: Placement = { ofPicture: ALL, ofSquare: ALL };

/** @param width and height of the picture with square pixels */
export function placementOf(width: number, height: number, fit: Fit): Placement {
  if (fit === 'stretch') return WHOLE;
  const longer = Math.max(width, height);
  const shorter = Math.min(width, height);
  return fit === 'pad'
    ? { ofPicture: ALL, ofSquare: middle(width / longer, height / longer) }
    : { ofPicture: middle(shorter / width, shorter / height), ofSquare: ALL };
}

const middle = (width: number, height: number): Part => ({
  left: (1 - width) / 2,
  top: (1 - height) / 2,
  width,
  height,
});

/** The heat of each pixel of what is seen of the picture, by rows. */
export function heatOver(
  heat: HeatMap,
  { ofSquare: { left, top, width: share, height: shareDown } }: Placement,
  width: number,
  height: number,
): Float32Array {
  const across = Array.from({ length: width }, (_, x) =>
    between(left + (share * (x + 0.5)) / width, heat.columns),
  );
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const down = between(top + (shareDown * (y + 0.5)) / height, heat.rows);
    for (let x = 0; x < width; x++) out[y * width + x] = interpolated(heat, across[x]!, down);
  }
  return out;
}
