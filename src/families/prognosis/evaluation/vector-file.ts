import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { VectorRow } from '../../../inference/equation.ts';
import { ok, type Result } from '../../../kernel/result.ts';
import { csvFile, invalidData } from '../training/csv-files.ts';

/** Test vectors as they stand in a file. */
export interface VectorFile {
  readonly rows: readonly VectorRow[];
  /** Of the bytes of the file. */
  readonly sha256: string;
}

/**
 * Reads a CSV file, or the one CSV file of a folder that has these columns. Columns are found by name, in any order;
 * others are ignored.
 *
 * @returns `invalid-data` naming the file and the missing columns, or the files among which no choice can be made
 */
export async function readVectors(path: string, columns: readonly string[]): Promise<Result<VectorFile>> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return invalidData('there is no CSV file at the given place');
  if (!found.isDirectory()) return parseVectors(await readFile(path), 'the file', columns);
  const names = (await readdir(path)).filter((name) => name.toLowerCase().endsWith('.csv')).sort();
  const read = names.map(async (name) => parseVectors(await readFile(join(path, name)), name, columns));
  const files = await Promise.all(read);
  const fitting = files.filter((file) => file.ok);
  if (fitting.length === 1) return fitting[0]!;
  if (fitting.length > 1) return invalidData(`${fitting.length} CSV files of the folder fit: name one`);
  return files.length === 1
    ? files[0]!
    : invalidData(`no CSV file of the folder has the columns ${columns.join(', ')}`);
}

function parseVectors(content: Buffer, file: string, columns: readonly string[]): Result<VectorFile> {
  const parsed = csvFile(file, content);
  if (!parsed.ok) return parsed;
  const missing = parsed.value.lacks(columns);
  if (missing.length > 0) return invalidData(`${file} lacks the columns ${missing.join(', ')}`);
  return ok({ rows: parsed.value.rows, sha256: createHash('sha256').update(content).digest('hex') });
}
