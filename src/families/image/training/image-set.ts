import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { extract } from 'tar-stream';
import { problem } from '../../../kernel/errors.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';
import { pictureFromJpeg } from '../pixels/jpeg.ts';
import type { Picture } from '../pixels/picture.ts';

/** What `labels.csv` says of one picture, by the names of its columns. */
export type Labels = Readonly<Record<string, string>>;

export interface LabelledPicture {
  readonly picture: Picture;
  readonly labels: Labels;
}

export interface ImageSet {
  readonly sha256: string;
  readonly pictures: readonly LabelledPicture[];
}

/**
 * Reads a folder with `labels.csv` and one or more tar files of JPEG pictures; each row names its picture in the first
 * column. Rows whose picture is in no tar file are left out: parts of a set may be kept elsewhere.
 *
 * @param wanted which rows to read
 * @returns `invalid-data` where there are no labels or no pictures, or a picture cannot be decoded
 */
export async function readImageSet(
  folder: string,
  wanted: (labels: Labels) => boolean = () => true,
): Promise<Result<ImageSet>> {
  const invalid = (message: string) => err(problem('invalid-data', { message }));
  const names = (await readdir(folder).catch(() => [])).sort();
  const archives = names.filter((name) => name.endsWith('.tar'));
  const table = names.find((name) => name.endsWith('.csv'));
  if (!table || archives.length === 0)
    return invalid('the folder needs a .csv file of labels and .tar files');
  const content = await readFile(join(folder, table));
  const hash = createHash('sha256').update(content);
  const read = rowsOf(content, wanted);
  if (!read.ok) return invalid(`${table} ${read.error}`);
  const byName = read.value;
  const pictures: LabelledPicture[] = [];
  for (const archive of archives) {
    const entries = await entriesOf(
      join(folder, archive),
      (name) => byName.has(name) || byName.has(basename(name)),
    ).catch((cause: Error) => cause.message);
    if (typeof entries === 'string') return invalid(`${archive} cannot be read: ${entries}`);
    for (const { name, bytes } of entries) {
      hash.update(bytes);
      const picture = await pictureFromJpeg(bytes).catch(() => undefined);
      if (!picture) return invalid(`${archive}: ${name} is not a JPEG picture`);
      pictures.push({ picture, labels: (byName.get(name) ?? byName.get(basename(name)))! });
    }
  }
  if (pictures.length === 0) return invalid(`no picture of ${table} is in ${archives.join(', ')}`);
  return ok({ sha256: hash.digest('hex'), pictures });
}

/** The rows that are wanted, by the picture that each names; or what is wrong. */
function rowsOf(content: Buffer, wanted: (labels: Labels) => boolean): Result<Map<string, Labels>, string> {
  const rows = parsed(content);
  if (typeof rows === 'string') return err(`cannot be read: ${rows}`);
  const [nameColumn] = Object.keys(rows[0] ?? {});
  if (!nameColumn) return err('has no rows');
  const asked = rows.filter(wanted);
  if (asked.length === 0) return err(`has ${rows.length} rows, none of them of this part`);
  const byName = new Map(asked.map((row) => [row[nameColumn]!, row]));
  return byName.size < asked.length ? err('has more than one row of the same picture') : ok(byName);
}

function parsed(content: Buffer): Labels[] | string {
  try {
    return parse(content, { columns: true, bom: true, skip_empty_lines: true });
  } catch (cause) {
    return (cause as Error).message;
  }
}

async function entriesOf(path: string, wanted: (name: string) => boolean) {
  const entries: { name: string; bytes: Buffer }[] = [];
  const archive = createReadStream(path).pipe(extract());
  for await (const entry of archive) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const { name, type } = entry.header;
    if (type === 'file' && wanted(name)) entries.push({ name, bytes: Buffer.concat(chunks) });
  }
  return entries;
}
