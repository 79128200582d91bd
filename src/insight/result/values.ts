import { date, quantity } from '../numbers.ts';
import type { UsedRow } from './input-rows.ts';

/** "3.4 g/dL", "no: not recorded", "not available, filled in by the model". */
export function valueWords(row: UsedRow): string {
  if (row.imputed) return 'not available, filled in by the model';
  if (row.notRecorded) return 'counted as absent: not recorded';
  const value =
    row.text ?? (row.quantity ? quantity(row.quantity.value, row.quantity.unit) : 'value not recorded');
  const series = row.count !== undefined && row.count > 1;
  return series ? `${value}, latest of ${row.count}${row.from ? ` since ${date(row.from)}` : ''}` : value;
}

export const valueAndDate = (row: UsedRow): string =>
  [valueWords(row), row.date && !row.imputed ? date(row.date) : undefined].filter(Boolean).join(' · ');
