import { numberIn } from '../../src/families/prognosis/training/csv-files.ts';
import type { Case } from './cohorts.ts';

/** Rotterdam's lower grade is its 2 and its higher one 3. */
const GRADES: Readonly<Record<string, number>> = { 'lower of two': 2, 'higher of two': 3 };

/**
 * Nottingham prognostic index (Galea et al., Breast Cancer Res Treat 1992;22:207): 0.2 × size in cm, grade 1-3, and
 * 1, 2 or 3 for no, up to three, or more positive nodes. NaN where one of them is not known.
 */
export function nottinghamIndex({ row, size, grade }: Case): number {
  const nodes = numberIn(row.nodes);
  const stage = nodes === 0 ? 1 : nodes <= 3 ? 2 : nodes > 3 ? 3 : Number.NaN;
  return (0.2 * size) / 10 + (GRADES[grade ?? ''] ?? Number(grade ?? Number.NaN)) + stage;
}
