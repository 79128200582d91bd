import type { DataSet } from 'dicom-parser';
import { problem } from '../../../kernel/errors.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';
import { codeOf, elementOf, shortOf, textsOf } from './elements.ts';
import { elementProblem, type Keyword, labelOf } from './tags.ts';
import type { DicomLimits } from './types.ts';

const PHOTOMETRIC = [
  'MONOCHROME1',
  'MONOCHROME2',
  'PALETTE COLOR',
  'RGB',
  'YBR_FULL',
  'YBR_FULL_422',
  'YBR_ICT',
  'YBR_RCT',
] as const;

export type Photometric = (typeof PHOTOMETRIC)[number];

/** The shape of the pixel data, checked against the limits before anything is allocated. */
export interface Geometry {
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly samples: 1 | 3;
  readonly photometric: Photometric;
  /** One plane per colour instead of the samples of a pixel side by side. */
  readonly planar: boolean;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  /** The pixel data is of 32 or 64-bit floating-point numbers. */
  readonly float: boolean;
}

/** Samples of one frame. */
export const frameSamples = ({ rows, columns, samples }: Geometry): number => rows * columns * samples;

export function readGeometry(set: DataSet, limits: DicomLimits): Result<Geometry> {
  const size = readSize(set, limits);
  if (!size.ok) return size;
  const bits = readBits(set);
  if (!bits.ok) return bits;
  const photometric = readPhotometric(set, size.value.samples);
  if (!photometric.ok) return photometric;
  const planar = size.value.samples === 3 && shortOf(set, 'PlanarConfiguration') === 1;
  return ok({ ...size.value, ...bits.value, photometric: photometric.value, planar });
}

type Size = Pick<Geometry, 'rows' | 'columns' | 'samples' | 'frames'>;

function readSize(set: DataSet, { maxPixels }: DicomLimits): Result<Size> {
  const [rows, columns] = [shortOf(set, 'Rows'), shortOf(set, 'Columns')];
  const samples = shortOf(set, 'SamplesPerPixel');
  const frames = readFrameCount(set);
  if (!rows) return err(elementProblem('Rows', 'a number from 1 to 65535'));
  if (!columns) return err(elementProblem('Columns', 'a number from 1 to 65535'));
  if (samples !== 1 && samples !== 3) return err(elementProblem('SamplesPerPixel', '1 or 3'));
  if (frames === undefined) return err(elementProblem('NumberOfFrames', 'a whole number of at least 1'));
  if (rows * columns * samples > maxPixels) {
    const diagnostics = `expected rows × columns × samples of at most ${maxPixels}`;
    return err(problem('dicom-too-large', { expression: labelOf('Rows'), diagnostics }));
  }
  return ok({ rows, columns, samples, frames });
}

/** 1 when absent: the element belongs to multi-frame images only. */
function readFrameCount(set: DataSet): number | undefined {
  const text = textsOf(set, 'NumberOfFrames')[0];
  if (!text) return (elementOf(set, 'NumberOfFrames')?.length ?? 0) > 0 ? undefined : 1;
  return /^\d{1,9}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

type Bits = Pick<Geometry, 'bitsAllocated' | 'bitsStored' | 'highBit' | 'signed' | 'float'>;

function readBits(set: DataSet): Result<Bits> {
  const bitsAllocated = floatBits(set) ?? shortOf(set, 'BitsAllocated') ?? 0;
  if (floatBits(set)) {
    return ok({
      bitsAllocated,
      bitsStored: bitsAllocated,
      highBit: bitsAllocated - 1,
      signed: true,
      float: true,
    });
  }
  const bitsStored = shortOf(set, 'BitsStored') ?? 0;
  const highBit = shortOf(set, 'HighBit') ?? bitsStored - 1;
  const representation = shortOf(set, 'PixelRepresentation');
  const wrong = wrongBits(bitsAllocated, bitsStored, highBit, representation);
  if (wrong) return err(elementProblem(...wrong));
  return ok({ bitsAllocated, bitsStored, highBit, signed: representation === 1, float: false });
}

function floatBits(set: DataSet): number | undefined {
  if (elementOf(set, 'FloatPixelData')) return 32;
  return elementOf(set, 'DoubleFloatPixelData') ? 64 : undefined;
}

function wrongBits(
  allocated: number,
  stored: number,
  high: number,
  representation: number | undefined,
): [Keyword, string] | undefined {
  if (![1, 8, 16, 32].includes(allocated)) return ['BitsAllocated', '1, 8, 16 or 32'];
  if (stored < 1 || stored > allocated) return ['BitsStored', 'a number from 1 to Bits Allocated'];
  if (high < stored - 1 || high >= allocated) return ['HighBit', 'a number that holds Bits Stored'];
  if (representation !== 0 && representation !== 1) return ['PixelRepresentation', '0 or 1'];
  return undefined;
}

function readPhotometric(set: DataSet, samples: number): Result<Photometric> {
  const declared = codeOf(set, 'PhotometricInterpretation');
  const known = PHOTOMETRIC.find((name) => name === declared);
  const monochrome = known === 'MONOCHROME1' || known === 'MONOCHROME2' || known === 'PALETTE COLOR';
  if (!known)
    return err(elementProblem('PhotometricInterpretation', PHOTOMETRIC.join(', '), 'unsupported-dicom'));
  if (monochrome !== (samples === 1))
    return err(
      elementProblem('PhotometricInterpretation', `one of ${samples} sample${samples === 1 ? '' : 's'}`),
    );
  return ok(known);
}
