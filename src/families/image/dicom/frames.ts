import type { DataSet, Element } from 'dicom-parser';
import { problem } from '../../../kernel/errors.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';
import { bytesOf, elementOf } from './elements.ts';
import { frameSamples, type Geometry } from './geometry.ts';
import { elementProblem, labelOf } from './tags.ts';

type Fragment = NonNullable<Element['fragments']>[number];

/** Bits of the words that native pixel data is made of. */
const WORD = 16;

/** The words that hold one frame of native pixel data. Frames of single bits need not begin on a byte. */
export interface NativeFrame {
  readonly bytes: Uint8Array;
  /** Bits of `bytes` that belong to the frame before. */
  readonly skipBits: number;
}

/** Bits of a frame; YBR_FULL_422 has two luminances to one pair of chrominances. */
function frameBits(geometry: Geometry): number {
  const full = frameSamples(geometry) * geometry.bitsAllocated;
  return geometry.photometric === 'YBR_FULL_422' ? (full / 3) * 2 : full;
}

export const frameBytes = (geometry: Geometry): number => Math.ceil(frameBits(geometry) / 8);

export function nativeFrame(
  set: DataSet,
  pixels: Element,
  geometry: Geometry,
  frame: number,
): Result<NativeFrame> {
  const bytes = bytesOf(set, pixels);
  const first = frameBits(geometry) * frame;
  const last = first + frameBits(geometry);
  const end = Math.ceil(last / 8);
  if (end > bytes.length) return err(elementProblem('PixelData', `at least ${end} bytes up to this frame`));
  const start = 2 * Math.floor(first / WORD);
  return ok({ bytes: bytes.subarray(start, 2 * Math.ceil(last / WORD)), skipBits: first - 8 * start });
}

/** The codestream of one frame of encapsulated pixel data, its fragments joined. */
export function encapsulatedFrame(
  set: DataSet,
  pixels: Element,
  geometry: Geometry,
  frame: number,
): Result<Uint8Array> {
  const { fragments } = pixels;
  if (!fragments || fragments.length === 0)
    return err(elementProblem('PixelData', 'fragments of a codestream'));
  const starts = frameStarts(set, pixels, fragments, geometry.frames);
  if (!starts) {
    const diagnostics = `expected fragments of ${geometry.frames} frames, or offsets that say where each begins`;
    return err(problem('invalid-dicom', { expression: labelOf('PixelData'), diagnostics }));
  }
  const own = fragments.slice(starts[frame], starts[frame + 1]);
  if (own.some((f) => f.position + f.length > set.byteArray.length))
    return err(elementProblem('PixelData', 'fragments that end inside the file'));
  const parts = own.map((f) => set.byteArray.subarray(f.position, f.position + f.length));
  return ok(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
}

/** Index of the fragment with which each frame begins. */
function frameStarts(
  set: DataSet,
  pixels: Element,
  fragments: readonly Fragment[],
  frames: number,
): number[] | undefined {
  if (frames === 1) return [0];
  const offsets = extendedOffsets(set, frames) ?? pixels.basicOffsetTable ?? [];
  if (offsets.length === frames) {
    const index = new Map(fragments.map((fragment, i) => [fragment.offset, i]));
    const starts = offsets.flatMap((offset) => index.get(offset) ?? []);
    if (starts.length === frames && isAscending(starts)) return starts;
  }
  if (fragments.length === frames) return fragments.map((_, i) => i);
  const starts = fragments.flatMap((fragment, i) => (beginsCodestream(set.byteArray, fragment) ? [i] : []));
  return starts.length === frames && starts[0] === 0 ? starts : undefined;
}

const isAscending = (numbers: readonly number[]): boolean =>
  numbers[0] === 0 && numbers.every((n, i) => i === 0 || n > numbers[i - 1]!);

/** The 64-bit offsets of (7FE0,0001). */
function extendedOffsets(set: DataSet, frames: number): number[] | undefined {
  const element = elementOf(set, 'ExtendedOffsetTable');
  const bytes = element ? bytesOf(set, element) : undefined;
  if (bytes?.length !== 8 * frames) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: frames }, (_, i) => Number(view.getBigUint64(8 * i, true)));
}

/** Start of image of the JPEG family and a marker, or start and size of JPEG 2000. */
function beginsCodestream(bytes: ArrayLike<number>, { position: at, length }: Fragment): boolean {
  if (length < 4 || bytes[at] !== 0xff) return false;
  const jpeg = bytes[at + 1] === 0xd8 && bytes[at + 2] === 0xff;
  return jpeg || (bytes[at + 1] === 0x4f && bytes[at + 2] === 0xff && bytes[at + 3] === 0x51);
}
