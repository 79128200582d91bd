import { type CsvRow, monthsOf, numberIn } from '../../src/families/prognosis/training/csv-files.ts';
import type { Comparator } from '../../src/families/prognosis/training/tabular.ts';

/** Horizons in months. */
export const SIXTY_DAYS = monthsOf(60);
export const HALF_A_YEAR = monthsOf(180);

/** Probabilities of being alive after two or six months: of the published model, and of the physician in charge. */
const SURVIVAL: Readonly<Record<string, readonly [column: string, months: number]>> = {
  supportModel60d: ['surv2m', SIXTY_DAYS],
  physician60d: ['prg2m', SIXTY_DAYS],
  supportModel180d: ['surv6m', HALF_A_YEAR],
  physician180d: ['prg6m', HALF_A_YEAR],
};

/** Scores of the third day. SUPPORT's own was made with more measurements than the data set has. */
const SCORES: Readonly<Record<string, string>> = { supportPhysiologyScore: 'sps', apache3: 'aps' };

export const COMPARATOR_COLUMNS: readonly string[] = [
  ...Object.values(SURVIVAL).map(([column]) => column),
  ...Object.values(SCORES),
];

export function comparatorsOf(rows: readonly CsvRow[]): ReadonlyMap<string, Comparator> {
  const column = (name: string) => Float64Array.from(rows, (row) => numberIn(row[name]));
  const dead = (name: string) => column(name).map((alive) => 1 - alive);
  return new Map<string, Comparator>([
    ...Object.entries(SURVIVAL).map(([name, [alive, months]]): [string, Comparator] => [
      name,
      { values: dead(alive), isRisk: true, outcome: 'death', months },
    ]),
    ...Object.entries(SCORES).map(([name, score]): [string, Comparator] => [
      name,
      { values: column(score), isRisk: false, outcome: 'hospitalDeath' },
    ]),
    ['supportModelInHospital', { values: dead('surv2m'), isRisk: false, outcome: 'hospitalDeath' }],
    ['physicianInHospital', { values: dead('prg2m'), isRisk: false, outcome: 'hospitalDeath' }],
  ]);
}
