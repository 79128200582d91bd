import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readImageSet } from '../../../src/families/image/training/image-set.ts';
import { unwrap } from '../../../src/kernel/result.ts';

/** A JPEG of 64 × 48 pixels, left half dark and right half light, without colour. */
const JPEG = readFileSync(join(import.meta.dirname, 'samples', 'halves.jpg'));

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kairos-images-'));
  await archive('one.tar', ['a/first.jpg', 'a/second.jpg', 'a/unknown.jpg']);
  writeFileSync(
    join(folder, 'labels.csv'),
    'path,split\na/first.jpg,train\na/second.jpg,test\na/elsewhere.jpg,train\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

async function archive(name: string, files: readonly string[], content = JPEG): Promise<void> {
  const tar = pack();
  for (const file of files) tar.entry({ name: file }, content);
  tar.finalize();
  await writeFile(join(folder, name), await buffer(tar));
}

describe('a set of pictures', () => {
  it('is what its labels name and its archives hold', async () => {
    const { pictures, sha256 } = unwrap(await readImageSet(folder));
    expect(pictures.map((p) => p.labels)).toEqual([
      { path: 'a/first.jpg', split: 'train' },
      { path: 'a/second.jpg', split: 'test' },
    ]);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    const { width, height, data } = pictures[0]!.picture;
    expect([width, height]).toEqual([64, 48]);
    expect(data[5]!).toBeLessThan(60);
    expect(data[60]!).toBeGreaterThan(180);
  });

  it('can be read in part', async () => {
    const { pictures } = unwrap(await readImageSet(folder, ({ split }) => split === 'test'));
    expect(pictures.map((p) => p.labels.path)).toEqual(['a/second.jpg']);
  });

  it('finds a picture by its file name, whatever folder it lies in', async () => {
    await archive('two.tar', ['somewhere/else/elsewhere.jpg']);
    writeFileSync(join(folder, 'labels.csv'), 'file,split\nelsewhere.jpg,train\n');
    expect(unwrap(await readImageSet(folder)).pictures).toHaveLength(1);
  });

  it('says what is wrong with it', async () => {
    const messageOf = async (place: string) => {
      const read = await readImageSet(place);
      return read.ok ? undefined : [read.error].flat()[0]!.message;
    };
    expect(await messageOf(join(folder, 'nowhere'))).toContain('.csv file of labels and .tar files');
    writeFileSync(join(folder, 'labels.csv'), 'file,split\nnone.jpg,train\n');
    expect(await messageOf(folder)).toContain('no picture of labels.csv');
    writeFileSync(join(folder, 'labels.csv'), 'file,split\nnone.jpg,train\nnone.jpg,test\n');
    expect(await messageOf(folder)).toBe('labels.csv has more than one row of the same picture');
    writeFileSync(join(folder, 'labels.csv'), 'file,split\nnone.jpg\n');
    expect(await messageOf(folder)).toMatch(/^labels\.csv cannot be read: /);
    writeFileSync(join(folder, 'labels.csv'), 'file,split\nfirst.jpg,train\n');
    const noneIs = await readImageSet(folder, () => false);
    expect(noneIs).toMatchObject({ error: { message: 'labels.csv has 1 rows, none of them of this part' } });
    writeFileSync(join(folder, 'cut.tar'), readFileSync(join(folder, 'one.tar')).subarray(0, 700));
    expect(await messageOf(folder)).toMatch(/^cut\.tar cannot be read: /);
    rmSync(join(folder, 'cut.tar'));
    await archive('three.tar', ['broken.jpg'], Buffer.from('no picture'));
    writeFileSync(join(folder, 'labels.csv'), 'file,split\nbroken.jpg,train\n');
    expect(await messageOf(folder)).toContain('broken.jpg is not a JPEG picture');
  });
});
