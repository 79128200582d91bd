/** The 97.5th percentile of the normal distribution. */
const Z = 1.959963984540054;

export interface Share {
  readonly value: number;
  readonly ci95: readonly [low: number, high: number];
}

/**
 * A share with its 95% score interval (E. B. Wilson, J Am Stat Assoc 1927;22:209), which holds for few and for extreme
 * counts. Undefined of nothing.
 */
export function shareOf(count: number, total: number): Share | undefined {
  if (total === 0) return undefined;
  const value = count / total;
  const z2 = Z * Z;
  const middle = value + z2 / (2 * total);
  const half = Z * Math.sqrt((value * (1 - value)) / total + z2 / (4 * total * total));
  const scale = 1 + z2 / total;
  return { value, ci95: [clamped((middle - half) / scale), clamped((middle + half) / scale)] };
}

/** Rounding may step over an end. */
const clamped = (x: number): number => Math.min(1, Math.max(0, x));
