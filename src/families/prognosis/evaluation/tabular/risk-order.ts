import { ascending } from '../../../../statistics/order.ts';

/** People by falling risk, those of equal risk together: what threshold figures walk along. */
export interface RiskOrder {
  readonly order: Int32Array;
  /** True at the last person of each distinct risk. */
  readonly ends: Uint8Array;
}

export function riskOrder(risk: Float64Array): RiskOrder {
  const order = ascending(risk).reverse();
  const ends = Uint8Array.from(order, (i, k) => (risk[order[k + 1] ?? -1] === risk[i] ? 0 : 1));
  return { order, ends };
}
