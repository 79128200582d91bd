/**
 * Writes the DICOM files of the made-up people who have pictures: `node scripts/make-demo-pictures.ts [folder of data
 * sets]`. The pictures are public (see demo/README.md); who they are said to be of is made up.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pictureFromJpeg } from '../src/families/image/pixels/jpeg.ts';
import { jpegFile } from './demo/dicom-file.ts';
import { fileIn, greyJpeg } from './demo/jpeg.ts';
import { people } from './demo/made-up.ts';
import { elementsOf, uidsOf } from './demo/pictures.ts';

const PROJECT = resolve(import.meta.dirname, '..');
const data = process.argv[2] ?? resolve(PROJECT, '../shared/data');
const target = join(PROJECT, 'demo', 'dicom');

mkdirSync(target, { recursive: true });
for (const name of readdirSync(target)) rmSync(join(target, name));
for (const [i, { picture, ...person }] of people.entries()) {
  if (!picture) continue;
  const id = `made-up-${String(i + 1).padStart(2, '0')}`;
  const { set, archive, name } = picture.from;
  const grey = await pictureFromJpeg(await fileIn(join(data, set, archive), name));
  const file = jpegFile(elementsOf({ id, ...person }, picture, grey), await greyJpeg(grey));
  writeFileSync(join(target, `${uidsOf(id, picture).instance}.dcm`), file);
}
