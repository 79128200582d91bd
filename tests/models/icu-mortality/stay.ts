import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `[minute since admission, parameter, value]`, as the data set has them. */
export type Charted = readonly [minute: number, parameter: string, value: number];

const DESCRIPTION: readonly Charted[] = [
  [0, 'Age', 67],
  [0, 'Gender', 1],
  [0, 'Height', 175.3],
  [0, 'ICUType', 3],
  [0, 'Weight', 81.6],
];

/** What is not a measurement: −1 and the zeros of a line that is not connected. */
const NOISE: readonly Charted[] = [
  [30, 'SysABP', 0],
  [30, 'DiasABP', 0],
  [45, 'Temp', -17.8],
  [400, 'Weight', 0],
  [700, 'pH', 735],
];

/** Every hour, a little different each time. */
const hourly = (parameter: string, start: number, step: number, every = 60, offset = 7): Charted[] =>
  Array.from({ length: Math.floor(2_800 / every) }, (_, i) => [
    offset + i * every,
    parameter,
    round(start + step * i + ((i * 7) % 5)),
  ]);

const round = (value: number): number => Number(value.toFixed(2));

/** A stay that nobody had. */
export const STAY: readonly Charted[] = [
  ...DESCRIPTION,
  ...NOISE,
  ...hourly('HR', 88, 0.3),
  ...hourly('NISysABP', 121, -0.4, 120),
  ...hourly('NIDiasABP', 62, -0.1, 120),
  ...hourly('NIMAP', 80.33, -0.2, 120),
  ...hourly('SysABP', 115, -0.2, 60, 1_200).filter(([minute]) => minute <= 2_880),
  ...hourly('RespRate', 18, 0.1),
  ...hourly('Temp', 36.4, 0.02, 240),
  ...hourly('GCS', 8, 0.2, 300).map(([m, p, v]): Charted => [m, p, Math.min(15, Math.round(v))]),
  ...hourly('Urine', 60, -0.5),
  ...hourly('FiO2', 0, 0, 360).map(([m, p], i): Charted => [m, p, [0.29, 0.57, 1, 0.35][i % 4] ?? 0.4]),
  ...[131, 1_511, 2_655].flatMap((minute, i): Charted[] => [
    [minute, 'BUN', 31 + 4 * i],
    [minute, 'Creatinine', round(1.4 + 0.3 * i)],
    [minute, 'Na', 138 - i],
    [minute, 'K', round(4.1 + 0.2 * i)],
    [minute, 'Mg', round(1.9 + 0.1 * i)],
    [minute, 'HCO3', 22 - i],
    [minute, 'Platelets', 180 - 20 * i],
    [minute, 'WBC', round(12.3 + i)],
  ]),
  [2_880, 'Lactate', 2.4],
];

export const longCsv = (stays: Readonly<Record<number, readonly Charted[]>>): string =>
  [
    'record_id,minute,parameter,value',
    ...Object.entries(stays).flatMap(([id, rows]) => rows.map((row) => [id, ...row].join(','))),
  ].join('\n');

/** `record_id → in_hospital_death`, with the scores of the data set. */
export const summaryCsv = (deaths: Readonly<Record<number, number | ''>>): string =>
  [
    'record_id,saps1,sofa,length_of_stay_days,survival_days,in_hospital_death',
    ...Object.entries(deaths).map(([id, death]) => `${id},16,-1,9,-1,${death}`),
  ].join('\n');

/** Runs with a folder of these files, which is gone afterwards. */
export async function inFolder<T>(
  files: Readonly<Record<string, string | Buffer>>,
  run: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'icu-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
