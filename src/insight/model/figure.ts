import { type Html, html } from '../html.ts';
import { decimal } from '../numbers.ts';
import type { Metrics } from './metrics-schema.ts';

/** A metric with its interval; nothing for one that was not measured. */
export function withInterval(metrics: Metrics, key: string): Html | undefined {
  const metric = Object.hasOwn(metrics, key) ? metrics[key] : undefined;
  if (!metric) return undefined;
  return figure(metric);
}

/** "0.861 (0.855 to 0.867)" */
export function figure({ value, ci95 }: Metrics[string]): Html {
  const [low, high] = ci95?.map(decimal) ?? [];
  return html`<span class="number">${decimal(value)}${low && ` (${low} to ${high})`}</span>`;
}
