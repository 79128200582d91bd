import type { DataSet } from 'dicom-parser';
import { err, ok, type Result } from '../../../kernel/result.ts';
import { bytesOf, elementOf, shortOf } from './elements.ts';
import { elementProblem, type Keyword } from './tags.ts';

/** A table as DICOM stores it: what lies below its first input gets its first entry, what lies above its last. */
export interface LookupTable {
  readonly first: number;
  readonly bits: number;
  readonly entries: Uint16Array;
}

/** The table's largest possible entry. */
export const largestEntry = ({ bits }: Pick<LookupTable, 'bits'>): number => 2 ** bits - 1;

export function lookUp({ first, entries }: LookupTable, value: number): number {
  const index = Math.round(value) - first;
  return entries[Math.max(0, Math.min(entries.length - 1, index))]!;
}

/**
 * Reads descriptor (number of entries, 0 for 65536; first input; bits) and data of a table. The first input is signed where
 * its value representation says so; without one, where the stored values are (`signed`).
 *
 * @param read how the data are stored; by default one entry after the other
 */
export function readLookupTable(
  set: DataSet,
  descriptor: Keyword,
  data: Keyword,
  signed: boolean,
  read: ReadEntries = readEntries,
): Result<LookupTable> {
  const [count, bits] = [shortOf(set, descriptor, 0), shortOf(set, descriptor, 2)];
  const { vr } = elementOf(set, descriptor) ?? {};
  const first = shortOf(set, descriptor, 1, vr === 'SS' || (vr !== 'US' && signed));
  if (count === undefined || first === undefined || !bits || bits > 16)
    return err(elementProblem(descriptor, 'number of entries, first input and 8 to 16 bits'));
  const entries = read(set, data, count || 65_536, bits);
  if (!entries) return err(elementProblem(data, `${count || 65_536} entries`));
  const most = largestEntry({ bits });
  if (entries.some((entry) => entry > most))
    return err(elementProblem(data, `entries of ${bits} bits, as the descriptor says`));
  return ok({ first, bits, entries });
}

/** Reads so many entries of some bits; undefined where there are not so many. */
type ReadEntries = (set: DataSet, data: Keyword, count: number, bits: number) => Uint16Array | undefined;

/** One entry per 16-bit word, or, where there are too few bytes for that, one per byte. */
function readEntries(set: DataSet, data: Keyword, count: number): Uint16Array | undefined {
  const element = elementOf(set, data);
  if (!element) return undefined;
  const bytes = bytesOf(set, element);
  if (bytes.length >= 2 * count) return Uint16Array.from({ length: count }, (_, i) => shortOf(set, data, i)!);
  return bytes.length >= count ? Uint16Array.from(bytes.subarray(0, count)) : undefined;
}

/** Of greys or colours, some files say 16 bits and fill only eight. */
export function inFull(table: LookupTable): LookupTable {
  const { bits, entries } = table;
  if (bits !== 16 || entries.some((entry) => entry > 255)) return table;
  return { ...table, entries: entries.map((entry) => entry * 257) };
}
