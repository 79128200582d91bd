import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { problem } from '../../../kernel/errors.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';

/** A row of a CSV file by the names of its columns. */
export type CsvRow = Readonly<Record<string, string>>;

export interface CsvFile {
  readonly name: string;
  readonly rows: readonly CsvRow[];
  /** Which of these columns the file does not have. */
  lacks(columns: readonly string[]): readonly string[];
}

export const invalidData = (message: string): Result<never> => err(problem('invalid-data', { message }));

/**
 * Reads a CSV file, or every .csv and .csv.gz of a folder in the order of their names. Columns are found by name, in any
 * order.
 *
 * @returns `invalid-data` where there is no file, no row, or a file is not CSV; `sha256` is of all content in order
 */
export async function readCsvFiles(
  path: string,
): Promise<Result<{ readonly files: readonly CsvFile[]; readonly sha256: string }>> {
  const paths = await pathsOf(path);
  if (paths.length === 0) return invalidData('there is no CSV file at the given place');
  const hash = createHash('sha256');
  const files: CsvFile[] = [];
  for (const each of paths) {
    const content = unpacked(await readFile(each));
    hash.update(content);
    const file = csvFile(basename(each), content);
    if (!file.ok) return file;
    files.push(file.value);
  }
  return ok({ files, sha256: hash.digest('hex') });
}

/** The content of a gzip file (RFC 1952), whatever it is called; else the content as it is. */
const unpacked = (content: Buffer): Buffer =>
  content[0] === 0x1f && content[1] === 0x8b ? gunzipSync(content) : content;

async function pathsOf(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return [];
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => /\.csv(\.gz)?$/i.test(name));
  return names.sort().map((name) => join(path, name));
}

/** The rows of one file by its content; see `readCsvFiles`. */
export function csvFile(name: string, content: Buffer): Result<CsvFile> {
  let rows: CsvRow[];
  try {
    rows = parse(content, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch {
    return invalidData(`${name} is not a CSV file with a header line and equally long rows`);
  }
  const [first] = rows;
  if (!first) return invalidData(`${name} has no rows`);
  return ok({ name, rows, lacks: (columns) => columns.filter((column) => !Object.hasOwn(first, column)) });
}

/** NaN where a cell is empty, NA or no number. */
export const numberIn = (cell: string | undefined): number =>
  cell === undefined || cell === '' || cell === 'NA' ? Number.NaN : Number(cell);

/** The number as a value of a chart: undefined where there is none. */
export function valueIn(cell: string | undefined): number | undefined {
  const number = numberIn(cell);
  return Number.isNaN(number) ? undefined : number;
}

/** true of 1, false of 0, undefined of everything else. */
export function flagIn(cell: string | undefined): boolean | undefined {
  const number = numberIn(cell);
  return number === 1 ? true : number === 0 ? false : undefined;
}

/** Days → mean months of the Gregorian calendar, as horizons are measured. */
export const monthsOf = (days: number): number => days / 30.4375;

/** The first row (counted from 1) for which a check fails, as a problem that names the file. */
export function firstBad(
  { name, rows }: CsvFile,
  isUsable: (row: CsvRow) => boolean,
  what: string,
): Result<never> | undefined {
  const bad = rows.findIndex((row) => !isUsable(row));
  return bad < 0 ? undefined : invalidData(`${name}: row ${bad + 1} has no usable ${what}`);
}

/** What rows of a data set need: columns, and an outcome that can be used. */
export interface RowCheck {
  readonly columns: readonly string[];
  isUsable(row: CsvRow): boolean;
  /** Completes "has no usable ...". */
  readonly what: string;
}

/** Every row of the files; `invalid-data` names the file and the missing columns or the first unusable row. */
export function usableRows(
  files: readonly CsvFile[],
  { columns, isUsable, what }: RowCheck,
): Result<CsvRow[]> {
  for (const file of files) {
    const missing = file.lacks(columns);
    if (missing.length > 0) return invalidData(`${file.name} lacks the columns ${missing.join(', ')}`);
    const bad = firstBad(file, isUsable, what);
    if (bad) return bad;
  }
  return ok(files.flatMap(({ rows }) => rows));
}

/** Variable → level of each row, as `TabularData.groups` holds them. */
export const groupsOf = <Row>(
  rows: readonly Row[],
  levels: Readonly<Record<string, (row: Row) => string>>,
): Map<string, string[]> =>
  new Map(Object.entries(levels).map(([name, levelOf]) => [name, rows.map(levelOf)]));

/** The band of a number by its upper limits, which are not part of it: `bandOf(63, [45, 65], ['<45', '45-64', '65+'])`. */
export const bandOf = (value: number, uppers: readonly number[], names: readonly string[]): string =>
  Number.isNaN(value) ? 'unknown' : names[uppers.filter((upper) => value >= upper).length]!;
