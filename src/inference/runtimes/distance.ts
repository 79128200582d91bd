import type { Distance } from './blend-schema.ts';

/** Values are held within so many standard deviations: one typing error is not a different kind of person. */
const MOST_DEVIATIONS = 8;

/**
 * Mahalanobis distance (1936) of a feature vector from the training people as a share of the limit. A missing value
 * stands at the mean. The result is above 1 where nobody in training was.
 */
export function compileDistance({
  features,
  mean,
  sd,
  precision,
  limit,
}: Distance): (row: Float64Array) => number {
  const n = features.length;
  const z = new Float64Array(n);
  return (row) => {
    for (let a = 0; a < n; a++) z[a] = deviations(row[features[a]!]!, mean[a]!, sd[a]!);
    let squares = 0;
    let at = 0;
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < a; b++) squares += 2 * precision[at++]! * z[a]! * z[b]!;
      squares += precision[at++]! * z[a]! * z[a]!;
    }
    return Math.sqrt(Math.max(squares, 0)) / limit;
  };
}

export function deviations(raw: number, mean: number, sd: number): number {
  if (Number.isNaN(raw)) return 0;
  return Math.min(Math.max((raw - mean) / sd, -MOST_DEVIATIONS), MOST_DEVIATIONS);
}
