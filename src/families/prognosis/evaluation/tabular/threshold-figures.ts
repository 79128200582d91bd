import type { RiskOrder } from './risk-order.ts';

/**
 * Area under the precision-recall curve as average precision: Σ (recall − recall before) × precision over the
 * distinct risks (Davis & Goadrich, ICML 2006, on why not by trapezoids).
 */
export function auprc({ order, ends }: RiskOrder, status: Int8Array, weights: Float64Array): number {
  let [found, flagged, area, before] = [0, 0, 0, 0];
  for (let k = 0; k < order.length; k++) {
    const i = order[k]!;
    flagged += weights[i]!;
    if (status[i] === 1) found += weights[i]!;
    if (!ends[k] || flagged === 0) continue;
    area += (found - before) * (found / flagged);
    before = found;
  }
  return area / found;
}

/** Sensitivity and positive predictive value of "yes from `threshold` on". */
export function atThreshold(
  risk: Float64Array,
  status: Int8Array,
  weights: Float64Array,
  threshold: number,
): { readonly sensitivity: number; readonly specificity: number; readonly precision: number } {
  let [found, flagged, cases, total] = [0, 0, 0, 0];
  for (let i = 0; i < risk.length; i++) {
    const w = weights[i]!;
    total += w;
    if (status[i] === 1) cases += w;
    if (risk[i]! < threshold) continue;
    flagged += w;
    if (status[i] === 1) found += w;
  }
  return {
    sensitivity: found / cases,
    specificity: 1 - (flagged - found) / (total - cases),
    precision: found / flagged,
  };
}

/** The threshold with the greatest min(sensitivity, positive predictive value). */
export function bestThreshold(
  { order, ends }: RiskOrder,
  risk: Float64Array,
  status: Int8Array,
  weights: Float64Array,
): number {
  let cases = 0;
  for (const i of order) if (status[i] === 1) cases += weights[i]!;
  let [found, flagged, best, threshold] = [0, 0, -1, 1];
  for (let k = 0; k < order.length; k++) {
    const i = order[k]!;
    flagged += weights[i]!;
    if (status[i] === 1) found += weights[i]!;
    if (!ends[k]) continue;
    const smaller = Math.min(found / cases, found / flagged);
    if (smaller <= best) continue;
    best = smaller;
    threshold = risk[i]!;
  }
  return threshold;
}

/**
 * Net benefit of acting from a threshold on (Vickers & Elkin, Med Decis Making 2006;26:565), per person: true
 * positives less false positives at the odds of the threshold.
 */
export function netBenefit(
  risk: Float64Array,
  status: Int8Array,
  weights: Float64Array,
  threshold: number,
): number {
  let [right, wrong, total] = [0, 0, 0];
  for (let i = 0; i < risk.length; i++) {
    const w = weights[i]!;
    total += w;
    if (risk[i]! < threshold) continue;
    if (status[i] === 1) right += w;
    else wrong += w;
  }
  return (right - (wrong * threshold) / (1 - threshold)) / total;
}
