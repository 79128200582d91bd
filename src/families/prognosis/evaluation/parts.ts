import type { Estimate } from '../../../statistics/bootstrap.ts';
import type { Metrics } from '../../../statistics/metrics.ts';

export type Estimates = Readonly<Record<string, Estimate>>;

/** A set of figures under a name, as a function of how often each person counts: one bootstrap drives all parts. */
export interface Part {
  readonly name: string;
  readonly n: number;
  readonly figures: (weights: Float64Array) => Metrics;
}

const SEPARATOR = '\u0000';

/** Figures that chance alone makes larger: Hosmer-Lemeshow's statistic and the calibration error. */
export const isInflated = (figure: string): boolean =>
  /^(hosmerLemeshowH|ece)/.test(figure.slice(figure.indexOf(SEPARATOR) + 1));

/** The figures of every part, each under the name of its part. */
export const figuresOfParts = (parts: readonly Part[], weights: Float64Array): Metrics =>
  Object.assign({}, ...parts.map((part) => prefixed(part.name, part.figures(weights))));

const prefixed = (name: string, figures: Metrics): Metrics =>
  Object.fromEntries(
    Object.entries(figures).map(([metric, value]) => [`${name}${SEPARATOR}${metric}`, value]),
  );

/** The estimates of one part, those that the sample can support. */
export function estimatesOf(part: Part, estimates: Estimates): Estimates {
  const start = `${part.name}${SEPARATOR}`;
  return Object.fromEntries(
    Object.entries(estimates)
      .filter(([key, { value }]) => key.startsWith(start) && Number.isFinite(value))
      .map(([key, estimate]) => [key.slice(start.length), estimate]),
  );
}
