import dicomParser, { type ByteArrayParser, type DataSet } from 'dicom-parser';
import { problem } from '../../../kernel/errors.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';
import { ElementStream, MOST_ELEMENTS, TooManyElements } from './element-stream.ts';
import { elementOf, uidOf } from './elements.ts';
import { inflate } from './inflate.ts';
import { elementProblem, keyOf, labelOf, tagWords } from './tags.ts';
import {
  EXPLICIT_BIG_ENDIAN,
  EXPLICIT_LITTLE_ENDIAN,
  IMPLICIT_LITTLE_ENDIAN,
  type TransferSyntax,
  transferSyntax,
} from './transfer-syntaxes.ts';
import type { DicomLimits } from './types.ts';

export interface ParsedDicom {
  /** Group 0002, empty where the file has none. */
  readonly meta: DataSet;
  readonly set: DataSet;
  readonly syntax: TransferSyntax;
}

const PREAMBLE = 128;
const META_GROUP = 'x0002';

/** Groups with which a data set without meta header may begin. */
const FIRST_GROUPS: readonly number[] = [0x0002, 0x0004, 0x0008];

/** Value representations of the first elements of a data set, for telling explicit from implicit. */
const VR = /^(AE|AS|AT|CS|DA|DS|DT|FD|FL|IS|LO|LT|OB|OW|PN|SH|SL|SQ|SS|ST|TM|UI|UL|UN|US|UT)$/;

/** A DICOM file, with or without preamble and meta header. */
export function parseDicom(bytes: Uint8Array, limits: DicomLimits): Result<ParsedDicom> {
  const start = startOf(bytes);
  if (start === undefined || start >= bytes.length) {
    const diagnostics = 'expected DICM at byte 128, or a data set that begins with group 0002, 0004 or 0008';
    return err(problem('invalid-dicom', { diagnostics }));
  }
  const meta = readMeta(bytes, start);
  if (!meta.ok) return meta;
  const syntax = syntaxOf(bytes, meta.value);
  if (!syntax.ok) return syntax;
  const set = parseBody(bytes, meta.value.end, syntax.value, limits);
  return set.ok ? ok({ meta: meta.value.set, set: set.value, syntax: syntax.value }) : set;
}

function startOf(bytes: Uint8Array): number | undefined {
  if (latin1(bytes, PREAMBLE, PREAMBLE + 4) === 'DICM') return PREAMBLE + 4;
  if (bytes.length < 8) return undefined;
  const [low, high] = [bytes[0]! | (bytes[1]! << 8), (bytes[0]! << 8) | bytes[1]!];
  return FIRST_GROUPS.includes(low) || FIRST_GROUPS.includes(high) ? 0 : undefined;
}

interface Meta {
  readonly set: DataSet;
  /** Where the data set begins. */
  readonly end: number;
}

/** The elements of group 0002, always explicit little endian. */
function readMeta(bytes: Uint8Array, start: number): Result<Meta> {
  const stream = new ElementStream(dicomParser.littleEndianByteArrayParser, bytes, start);
  const set = newSet(dicomParser.littleEndianByteArrayParser, bytes);
  while (stream.position + 8 <= bytes.length) {
    const at = stream.position;
    if (bytes[at] !== 0x02 || bytes[at + 1] !== 0x00) break;
    try {
      const element = dicomParser.readDicomElementExplicit(stream, []);
      if (!element.tag.startsWith(META_GROUP)) break;
      set.elements[element.tag] = element;
    } catch {
      return err(breaksOff(META_GROUP));
    }
  }
  return ok({ set, end: stream.position });
}

function syntaxOf(bytes: Uint8Array, meta: Meta): Result<TransferSyntax> {
  const declared = elementOf(meta.set, 'TransferSyntaxUID') !== undefined;
  const uid = declared ? uidOf(meta.set, 'TransferSyntaxUID') : guessSyntax(bytes, meta.end);
  if (uid === undefined) return err(elementProblem('TransferSyntaxUID', 'a UID'));
  const syntax = transferSyntax(uid);
  if (syntax) return ok(syntax);
  const message = `The transfer syntax ${uid} is not supported`;
  return err(problem('unsupported-transfer-syntax', { message, expression: labelOf('TransferSyntaxUID') }));
}

/** The only three that a data set without meta header can be in, told by its first element. */
function guessSyntax(bytes: Uint8Array, at: number): string {
  const bigEndian = bytes[at] === 0 && bytes[at + 1] !== 0;
  if (bigEndian) return EXPLICIT_BIG_ENDIAN;
  return isImplicit(bytes, at) ? IMPLICIT_LITTLE_ENDIAN : EXPLICIT_LITTLE_ENDIAN;
}

/** The first element at `at` has no value representation. */
const isImplicit = (bytes: Uint8Array, at: number): boolean => !VR.test(latin1(bytes, at + 4, at + 6));

function parseBody(
  file: Uint8Array,
  start: number,
  syntax: TransferSyntax,
  limits: DicomLimits,
): Result<DataSet> {
  if (!syntax.deflated) return parseSet(file, start, syntax);
  const inflated = inflate(file.subarray(start), limits.maxBytes, 'the deflated data set');
  return inflated.ok ? parseSet(inflated.value, 0, syntax) : inflated;
}

/**
 * Up to the pixel data: what follows is not needed. Whether the value representations are there is seen and not believed,
 * for files that say it wrongly are about.
 */
function parseSet(bytes: Uint8Array, start: number, syntax: TransferSyntax): Result<DataSet> {
  if (start >= bytes.length) return err(breaksOff(META_GROUP));
  const endian = syntax.bigEndian
    ? dicomParser.bigEndianByteArrayParser
    : dicomParser.littleEndianByteArrayParser;
  const stream = new ElementStream(endian, bytes, start);
  const set = newSet(endian, bytes);
  const options = { untilTag: keyOf('PixelData') };
  try {
    if (isImplicit(bytes, start)) dicomParser.parseDicomDataSetImplicit(set, stream, bytes.length, options);
    else dicomParser.parseDicomDataSetExplicit(set, stream, bytes.length, options);
    const pixels = elementOf(set, 'PixelData');
    if (pixels?.hadUndefinedLength) dicomParser.findEndOfEncapsulatedElement(stream, pixels, []);
  } catch (cause) {
    return err(cause instanceof TooManyElements ? tooMany() : breaksOff(lastTag(set)));
  }
  return stream.position <= bytes.length ? ok(set) : err(breaksOff(lastTag(set)));
}

/** The class is not in the package's types. */
const { DataSet: NewSet } = dicomParser as unknown as {
  DataSet: new (endian: ByteArrayParser, bytes: Uint8Array, elements: DataSet['elements']) => DataSet;
};

function newSet(endian: ByteArrayParser, bytes: Uint8Array): DataSet {
  const set = new NewSet(endian, bytes, {});
  set.warnings = [];
  return set;
}

const tooMany = () =>
  problem('dicom-too-large', {
    diagnostics: `expected at most ${MOST_ELEMENTS} elements, items and fragments`,
  });

const lastTag = (set: DataSet): string | undefined => Object.keys(set.elements).at(-1);

function breaksOff(tag: string | undefined) {
  const after = tag?.length === 9 ? ` after ${tagWords(tag.slice(1))}` : '';
  return problem('invalid-dicom', { diagnostics: `the data set breaks off or cannot be read${after}` });
}

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');
