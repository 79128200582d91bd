import type { JpegComponent, JpegHeader } from './header.ts';

/** The coefficients of one component, block by block. */
export interface Plane {
  readonly component: JpegComponent;
  /** Blocks that hold samples, across and down: what a scan of this component alone goes through. */
  readonly across: number;
  readonly down: number;
  /** Blocks in a row of `coefficients`, filled up to whole minimum coded units. */
  readonly stride: number;
  /** In the order of the codestream. */
  readonly coefficients: Int16Array;
}

export interface Layout {
  readonly planes: readonly Plane[];
  readonly hMax: number;
  readonly vMax: number;
  /** Minimum coded units of an interleaved scan, across and down. */
  readonly mcusAcross: number;
  readonly mcusDown: number;
}

export function layoutOf({ rows, columns, components }: JpegHeader): Layout {
  const hMax = Math.max(...components.map(({ h }) => h));
  const vMax = Math.max(...components.map(({ v }) => v));
  const [mcusAcross, mcusDown] = [Math.ceil(columns / (8 * hMax)), Math.ceil(rows / (8 * vMax))];
  const planes = components.map((component): Plane => {
    const { h, v } = component;
    const stride = mcusAcross * h;
    return {
      component,
      across: Math.ceil(Math.ceil((columns * h) / hMax) / 8),
      down: Math.ceil(Math.ceil((rows * v) / vMax) / 8),
      stride,
      coefficients: new Int16Array(64 * stride * mcusDown * v),
    };
  });
  return { planes, hMax, vMax, mcusAcross, mcusDown };
}
