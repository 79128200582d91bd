import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dicomDecoder } from '../../src/families/image/dicom/client.ts';
import { inverted, rotated } from '../../src/families/image/pixels/augment.ts';
import { type Picture, pictureOf } from '../../src/families/image/pixels/picture.ts';
import { toSquare } from '../../src/families/image/pixels/resize.ts';
import { greyOf } from '../../src/families/image/serve/look.ts';
import { rasterOf } from '../../src/families/image/serve/pictures.ts';
import {
  type ImageSet,
  type LabelledPicture,
  readImageSet,
} from '../../src/families/image/training/image-set.ts';
import { type Part, testPart } from '../../src/families/image/training/parts.ts';
import { problem } from '../../src/kernel/errors.ts';
import { err, ok, type Result } from '../../src/kernel/result.ts';
import { type Random, seededRandom } from '../../src/statistics/random.ts';

const SIDE = 224;
const SEED = 20_261_125;

/** What a set of pictures is, by a column that only it has. */
const SETS = [
  { column: 'label3', label: 'paediatric-chest-film', kind: 'chest film of a child', patient: 'patient' },
  { column: 'class3', label: 'breast-ultrasound', kind: 'breast ultrasound', patient: 'dup_group' },
  { column: 'finding_labels', label: 'other', kind: 'chest film of an adult', patient: 'patient_id' },
] as const;

const PHOTOGRAPH = { label: 'other', kind: 'photograph', patient: 'photograph' } as const;

/** Share of the known pictures that are also shown in a way that must be refused. */
const CHANGED = { training: 0.5, test: 1 };
/** Times a picture of a rare kind is counted in training: each is changed anew every time it is seen. */
const REPEATED = 4;
const BLANKS = 100;

/**
 * Pictures of known kinds, and those to be refused: other pictures, and known ones turned or inverted. Reads a folder with
 * `labels.csv`, or one with several such folders and one of DICOM files.
 */
export async function readImages(folder: string, part: Part): Promise<Result<ImageSet>> {
  const names = await readdir(folder).catch(() => []);
  const folders = names.some((name) => name.endsWith('.csv'))
    ? [folder]
    : names.map((name) => join(folder, name));
  const random = seededRandom(SEED);
  const hash = createHash('sha256');
  const pictures: LabelledPicture[] = [];
  for (const one of folders.sort()) {
    const found = await readOne(one, part);
    if (!found.ok) return found;
    hash.update(found.value.sha256);
    pictures.push(...found.value.pictures);
  }
  if (pictures.length === 0)
    return err(problem('invalid-data', { message: 'the folder has no pictures of a known data set' }));
  const known = pictures.filter(({ labels }) => labels.label !== 'other');
  const changed = known.flatMap((picture) => (random() < CHANGED[part] ? [changedOf(picture, random)] : []));
  const blanks = known.length > 0 ? Array.from({ length: BLANKS }, (_, i) => blank(i, random)) : [];
  const others = pictures.filter(({ labels }) => labels.label === 'other');
  const repeated = part === 'training' ? Array.from({ length: REPEATED }, () => others).flat() : others;
  return ok({ sha256: hash.digest('hex'), pictures: [...known, ...repeated, ...changed, ...blanks] });
}

const NOTHING: ImageSet = { sha256: '', pictures: [] };

async function readOne(folder: string, part: Part): Promise<Result<ImageSet>> {
  const names: string[] = await readdir(folder).catch(() => []);
  if (names.includes('manifest.csv')) return readDicom(join(folder, 'files'), part);
  if (!names.includes('labels.csv') || !names.some((name) => name.endsWith('.tar'))) return ok(NOTHING);
  const [head = ''] = (await readFile(join(folder, 'labels.csv'), 'utf8')).split('\n', 1);
  const columns = head.trim().split(',');
  const set = SETS.find(({ column }) => columns.includes(column)) ?? PHOTOGRAPH;
  if (set === PHOTOGRAPH && part === 'training') return ok(NOTHING);
  const read = await readImageSet(folder, (labels) => set === PHOTOGRAPH || testPart(part)(labels));
  // Of some sets one part alone may be at hand.
  if (!read.ok) return read.error.code === 'invalid-data' ? ok(NOTHING) : read;
  const pictures = read.value.pictures.map(({ picture, labels }) =>
    labelled(picture, set, labels[set.patient] || (labels.file ?? labels.path ?? labels.image ?? '')),
  );
  return ok({ ...read.value, pictures });
}

function labelled(
  picture: Picture,
  { label, kind }: { readonly label: string; readonly kind: string },
  patient: string,
): LabelledPicture {
  return {
    picture: toSquare(picture, SIDE, 'stretch'),
    labels: { label, kind, patient: `${kind} ${patient}` },
  };
}

/**
 * Every second file, by name, is for training; for the test those of the others of whose study and pixels training has
 * none: the set has many pictures in several transfer syntaxes.
 */
async function readDicom(folder: string, part: Part): Promise<Result<ImageSet>> {
  const names = (await readdir(folder, { recursive: true })).sort();
  const everySecond = (from: 0 | 1) => names.filter((_, i) => i % 2 === from);
  const known = await samplesOf(folder, everySecond(0), 'training');
  if (part === 'training') return setOf(known);
  const marks = new Set(known.flatMap((sample) => sample.marks));
  const others = await samplesOf(folder, everySecond(1), 'test');
  return setOf(others.filter((sample) => !sample.marks.some((mark) => marks.has(mark))));
}

function setOf(samples: readonly Sample[]): Result<ImageSet> {
  const hash = createHash('sha256');
  for (const { bytes } of samples) hash.update(bytes);
  return ok({ sha256: hash.digest('hex'), pictures: samples.map(({ picture }) => picture) });
}

interface Sample {
  readonly bytes: Uint8Array;
  readonly picture: LabelledPicture;
  /** Its study, and its pixels: files that share one are of the same picture, or of the same patient. */
  readonly marks: readonly string[];
}

/** Those of the files that hold a picture of some size. */
async function samplesOf(folder: string, names: readonly string[], part: Part): Promise<readonly Sample[]> {
  const decoder = dicomDecoder({ workers: 1 });
  const samples: Sample[] = [];
  try {
    for (const name of names) {
      const bytes = await readFile(join(folder, name)).catch(() => undefined);
      const image = bytes && (await decoder.decode(bytes));
      if (!image?.ok || Math.min(image.value.rows, image.value.columns) < 32) continue;
      const { modality = 'no modality', studyInstanceUid = name, display } = image.value;
      const set = { label: 'other', kind: `other, ${modality}` };
      samples.push({
        bytes: bytes!,
        picture: labelled(greyOf(rasterOf(image.value)), set, part === 'training' ? name : studyInstanceUid),
        marks: [studyInstanceUid, createHash('sha256').update(display.pixels).digest('hex')],
      });
    }
  } finally {
    await decoder.close();
  }
  return samples;
}

const QUARTERS = [90, 180, 270];
/** Degrees that no film is turned by unless by mistake. */
const [LEAST_TURN, MOST_TURN] = [40, 320];

/** A known picture as it must not be: inverted, on its side, upside down, or slanted. */
function changedOf({ picture, labels }: LabelledPicture, random: Random): LabelledPicture {
  const way = random();
  const [kind, changed] =
    way < 0.4
      ? ['inverted', inverted(picture)]
      : way < 0.8
        ? ['turned by quarters', rotated(picture, QUARTERS[Math.floor(random() * QUARTERS.length)]!)]
        : ['slanted', rotated(picture, LEAST_TURN + random() * (MOST_TURN - LEAST_TURN))];
  return {
    picture: changed as Picture,
    labels: { ...labels, label: 'other', kind: `${labels.kind}, ${kind}` },
  };
}

/** Nearly nothing: one grey with a little noise, a ramp, or noise alone. */
function blank(i: number, random: Random): LabelledPicture {
  const base = 255 * random();
  const noise = 10 + 40 * random();
  const level = (x: number, y: number) => {
    if (i % 3 === 0) return base + noise * (random() - 0.5);
    return i % 3 === 1 ? (255 * (x + y)) / (2 * SIDE) : 255 * random();
  };
  const data = Uint8ClampedArray.from({ length: SIDE * SIDE }, (_, p) =>
    level(p % SIDE, Math.floor(p / SIDE)),
  );
  const picture = pictureOf(SIDE, SIDE, new Uint8Array(data));
  return { picture, labels: { label: 'other', kind: 'blank', patient: `blank ${i}` } };
}
