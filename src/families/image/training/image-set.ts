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
  const rows: Labels[] = parse(content, { columns: true, bom: true, skip_empty_lines: true });
  const [nameColumn] = Object.keys(rows[0] ?? {});
  if (!nameColumn) return invalid(`${table} has no rows`);
  const byName = new Map(rows.filter(wanted).map((row) => [row[nameColumn]!, row]));
  const pictures: LabelledPicture[] = [];
  for (const archive of archives) {
    const entries = await entriesOf(
      join(folder, archive),
      (name) => byName.has(name) || byName.has(basename(name)),
    );
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
