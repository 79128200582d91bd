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
    Object.entries(point).map(([name, value]) => [name, estimate(value, draws.get(name)!)]),
  );
}

function estimate(value: number, draws: number[]): Estimate {
  const sorted = Float64Array.from(draws).sort();
  return { value, ci95: [quantile(sorted, 0.025), quantile(sorted, 0.975)] };
}
