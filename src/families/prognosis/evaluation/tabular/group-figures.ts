import type { RiskOrder } from './risk-order.ts';

/** Equal parts by weight of the people in the order of their risk. */
interface Group {
  readonly predicted: number;
  readonly observed: number;
  readonly weight: number;
}

const GROUPS = 10;

/** Ten groups of equal weight, by falling risk. */
function groupsOf(
  { order }: RiskOrder,
  risk: Float64Array,
  status: Int8Array,
  weights: Float64Array,
): Group[] {
  const total = order.reduce((sum, i) => sum + weights[i]!, 0);
  const sums = Array.from({ length: GROUPS }, () => ({ predicted: 0, observed: 0, weight: 0 }));
  let passed = 0;
  for (const i of order) {
    const w = weights[i]!;
    if (w === 0) continue;
    const group = sums[Math.min(GROUPS - 1, Math.floor((passed / total) * GROUPS))]!;
    group.predicted += w * risk[i]!;
    if (status[i] === 1) group.observed += w;
    group.weight += w;
    passed += w;
  }
  return sums
    .filter((g) => g.weight > 0)
    .map((g) => ({ predicted: g.predicted / g.weight, observed: g.observed / g.weight, weight: g.weight }));
}

/** Hosmer-Lemeshow's statistic and the expected calibration error, over ten groups of equal size. */
export function groupFigures(
  order: RiskOrder,
  risk: Float64Array,
  status: Int8Array,
  weights: Float64Array,
): { readonly hosmerLemeshowH: number; readonly ece: number } {
  const groups = groupsOf(order, risk, status, weights);
  const total = groups.reduce((sum, g) => sum + g.weight, 0);
  const error = groups.reduce((sum, g) => sum + g.weight * Math.abs(g.predicted - g.observed), 0);
  return { hosmerLemeshowH: hosmerLemeshow(groups), ece: error / total };
}

/**
 * H as the PhysioNet/Computing in Cardiology Challenge 2012 scored it (Silva et al., 2012;39:245): the sum over the
 * groups, divided by the difference of mean risk between the highest and the lowest, so that a model that tells
 * everyone the same risk is not rewarded.
 */
function hosmerLemeshow(groups: readonly Group[]): number {
  const [highest, lowest] = [groups[0], groups.at(-1)];
  if (!highest || !lowest) return Number.NaN;
  const sum = groups.reduce((total, { predicted: p, observed, weight }) => {
    return total + (weight * (observed - p) ** 2) / (p * (1 - p));
  }, 0);
  return (sum + 0.001) / (highest.predicted - lowest.predicted);
}
