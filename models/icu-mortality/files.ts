import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { problem } from '../../src/kernel/errors.ts';
import { err, ok, type Result } from '../../src/kernel/result.ts';

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

const TABLE = /\.csv(\.gz)?$/i;

/**
 * One file or every .csv and .csv.gz of a folder, by name.
 *
 * @returns `invalid-data` where there is none, or naming the one that cannot be unpacked
 */
export async function readTextFiles(path: string): Promise<Result<TextFile[]>> {
  const files: TextFile[] = [];
  for (const { name, place } of await placesOf(path)) {
    const text = textOf(await readFile(place));
    if (text === undefined) return invalid(`${name} cannot be unpacked`);
    files.push({ name, text });
  }
  return files.length > 0 ? ok(files) : invalid('there is no CSV file at the given place');
}

async function placesOf(path: string): Promise<{ readonly name: string; readonly place: string }[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return [];
  if (!found.isDirectory()) return [{ name: 'the file', place: path }];
  const names = (await readdir(path)).filter((name) => TABLE.test(name)).sort();
  return names.map((name) => ({ name, place: join(path, name) }));
}

function textOf(content: Buffer): string | undefined {
  try {
    const plain = isGzip(content) ? gunzipSync(content) : content;
    return plain.toString('utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}

const isGzip = (content: Buffer): boolean => content[0] === 0x1f && content[1] === 0x8b;

export const invalid = (message: string): Result<never> => err(problem('invalid-data', { message }));

const headerOf = ({ text }: TextFile): string[] =>
  text
    .slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'))
    .split(',')
    .map((name) => name.trim().replace(/^"(.*)"$/, '$1'));

/** Those of the columns that the header line does not name. */
export const lacking = (file: TextFile, columns: readonly string[]): string[] => {
  const header = headerOf(file);
  return columns.filter((name) => !header.includes(name));
};
