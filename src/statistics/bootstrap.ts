import { quantile } from './order.ts';
import { bootstrapCounts, type Random } from './random.ts';

export interface Estimate {
  readonly value: number;
  readonly ci95: readonly [number, number];
}

/**
 * Percentile bootstrap by person (Efron & Tibshirani 1993, ch. 13). Every figure of one resample is computed from
 * the same drawn people, so that differences between models are paired.
 *
 * Figures that chance alone makes larger (sums of squared or absolute differences) are larger again in a resample than
 * in the sample: their interval is moved by as much as its middle lies above the value, and does not go below 0.
 *
 * @param people number of people
 * @param statistics all figures as a function of how often each person counts
 */
export function bootstrap(
  people: number,
  statistics: (weights: Float64Array) => Record<string, number>,
  options: {
    readonly resamples: number;
    readonly random: Random;
    readonly onProgress?: (done: number) => void;
    /** Whether chance alone makes a figure of this name larger. */
    readonly isInflated?: (name: string) => boolean;
  },
): Record<string, Estimate> {
  const point = statistics(new Float64Array(people).fill(1));
  const draws = new Map(Object.keys(point).map((name) => [name, [] as number[]]));
  for (let b = 0; b < options.resamples; b++) {
    const drawn = statistics(bootstrapCounts(people, options.random));
    for (const [name, values] of draws) {
      const value = drawn[name];
      if (value !== undefined && Number.isFinite(value)) values.push(value);
    }
    options.onProgress?.(b + 1);
  }
  return Object.fromEntries(
    Object.entries(point).map(([name, value]) => {
      const inflated = options.isInflated?.(name) ?? false;
      return [name, estimate(value, draws.get(name)!, inflated)];
    }),
  );
}

function estimate(value: number, draws: number[], isInflated: boolean): Estimate {
  const sorted = Float64Array.from(draws).sort();
  const [low, middle, high] = [0.025, 0.5, 0.975].map((p) => quantile(sorted, p)) as [number, number, number];
  if (!isInflated) return { value, ci95: [low, high] };
  const excess = Math.max(0, middle - value);
  return { value, ci95: [Math.max(0, low - excess), Math.max(value, high - excess)] };
}
