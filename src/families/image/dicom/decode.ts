import type { DataSet, Element } from 'dicom-parser';
import { problem } from '../../../kernel/errors.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';
import { readAttributes } from './attributes.ts';
import { type CodedFrame, CodestreamError } from './codecs/coded-frame.ts';
import { CODECS } from './codecs/index.ts';
import { decodeNative } from './codecs/native.ts';
import { displayPixels } from './display.ts';
import { elementOf, uidOf } from './elements.ts';
import { encapsulatedFrame, nativeFrame } from './frames.ts';
import { type Geometry, readGeometry } from './geometry.ts';
import { parseDicom } from './parse.ts';
import { sopClassWords } from './sop-classes.ts';
import { storedPixels } from './stored.ts';
import { elementProblem } from './tags.ts';
import type { Coding, TransferSyntax } from './transfer-syntaxes.ts';
import type { DicomImage, DicomLimits } from './types.ts';

/** Codings that keep the unused bits of native pixel data; codestreams hold the values themselves. */
const KEEPS_UNUSED_BITS: readonly Coding[] = ['native', 'rle', 'deflated-frame'];

/**
 * One frame of a DICOM file. Runs wherever it is called: `dicomDecoder` calls it in a thread with limits.
 *
 * @example
 * const image = unwrap(await decodeDicom(readFileSync('chest.dcm'), 0, DEFAULT_LIMITS));
 */
export async function decodeDicom(
  bytes: Uint8Array,
  frame: number,
  limits: DicomLimits,
): Promise<Result<DicomImage>> {
  const parsed = parseDicom(bytes, limits);
  if (!parsed.ok) return parsed;
  const { meta, set, syntax } = parsed.value;
  const pixels = pixelElement(set);
  if (!pixels) return err(withoutImage(meta, set));
  const geometry = readGeometry(set, limits);
  if (!geometry.ok) return geometry;
  const { frames } = geometry.value;
  if (frame >= frames) return err(elementProblem('NumberOfFrames', `more than ${frame} frames`));
  const coded = await codedFrame(set, pixels, geometry.value, syntax, frame);
  return coded.ok ? imageOf(set, syntax, geometry.value, coded.value, frame) : coded;
}

const pixelElement = (set: DataSet): Element | undefined =>
  elementOf(set, 'PixelData') ?? elementOf(set, 'FloatPixelData') ?? elementOf(set, 'DoubleFloatPixelData');

function withoutImage(meta: DataSet, set: DataSet) {
  const sopClass = uidOf(set, 'SOPClassUID') ?? uidOf(meta, 'MediaStorageSOPClassUID');
  return problem('dicom-without-image', { diagnostics: sopClassWords(sopClass) });
}

async function codedFrame(
  set: DataSet,
  pixels: Element,
  geometry: Geometry,
  { coding, bigEndian }: TransferSyntax,
  frame: number,
): Promise<Result<CodedFrame>> {
  if (coding === 'native') {
    const native = nativeFrame(set, pixels, geometry, frame);
    if (!native.ok) return native;
    const { bytes, skipBits } = native.value;
    return ok(
      decodeNative(bytes, geometry, { bigEndian: bigEndian === true, words: pixels.vr === 'OW', skipBits }),
    );
  }
  const codestream = encapsulatedFrame(set, pixels, geometry, frame);
  if (!codestream.ok) return codestream;
  try {
    return ok(await CODECS[coding](codestream.value, geometry));
  } catch (cause) {
    const expected = cause instanceof CodestreamError ? cause.message : 'a codestream that can be decoded';
    return err(elementProblem('PixelData', expected));
  }
}

function imageOf(
  set: DataSet,
  syntax: TransferSyntax,
  geometry: Geometry,
  coded: CodedFrame,
  frame: number,
): Result<DicomImage> {
  const unused = geometry.highBit + 1 - geometry.bitsStored;
  const stored = storedPixels(coded, geometry, KEEPS_UNUSED_BITS.includes(syntax.coding) ? unused : 0);
  const display = displayPixels(set, frame, geometry, stored);
  if (!display.ok) return display;
  const { rows, columns, frames, photometric } = geometry;
  return ok({
    ...readAttributes(set, frame),
    transferSyntaxUid: syntax.uid,
    photometricInterpretation: photometric,
    rows,
    columns,
    frameCount: frames,
    frame,
    stored,
    display: display.value,
  });
}
