import type { DataSet } from 'dicom-parser';
import { bytesOf, elementOf, shortOf } from './elements.ts';
import type { Keyword } from './tags.ts';

const DISCRETE = 0;
const LINEAR = 1;
const INDIRECT = 2;

/**
 * The entries of a table that is stored as segments: values one after the other, straight lines to a value, and segments
 * that stand for earlier ones (PS3.3, C.7.9.2). Undefined where they are not as many as the table has, or make no sense.
 *
 * @param bits of an entry; segments of 8-bit entries are made of bytes, others of 16-bit words
 */
export function readSegments(
  set: DataSet,
  data: Keyword,
  count: number,
  bits: number,
): Uint16Array | undefined {
  const element = elementOf(set, data);
  if (!element) return undefined;
  const bytes = bytesOf(set, element);
  const words =
    bits <= 8
      ? Uint16Array.from(bytes)
      : Uint16Array.from({ length: bytes.length >> 1 }, (_, i) => shortOf(set, data, i)!);
  const out = new Entries(count);
  const isRead = expand({ words, bytesOfWord: bits <= 8 ? 1 : 2 }, 0, ALL, out);
  return isRead ? out.whole : undefined;
}

const ALL = Number.POSITIVE_INFINITY;

interface Segments {
  readonly words: Uint16Array;
  readonly bytesOfWord: 1 | 2;
}

/** As many entries as there may be. */
class Entries {
  readonly #all: Uint16Array;
  #size = 0;

  constructor(count: number) {
    this.#all = new Uint16Array(count);
  }

  /** Undefined until all are there. */
  get whole(): Uint16Array | undefined {
    return this.isFull ? this.#all : undefined;
  }

  get isFull(): boolean {
    return this.#size === this.#all.length;
  }

  get last(): number | undefined {
    return this.#size > 0 ? this.#all[this.#size - 1] : undefined;
  }

  /** False for more than there may be. */
  add(count: number, at: (i: number) => number): boolean {
    if (this.#size + count > this.#all.length) return false;
    for (let i = 0; i < count; i++) this.#all[this.#size++] = at(i);
    return true;
  }
}

/** Some segments from a word on; false for what makes no sense. An end to a whole number of words may be padded. */
function expand(segments: Segments, from: number, most: number, out: Entries): boolean {
  const { words } = segments;
  let at = from;
  for (let done = 0; done < most && !out.isFull; done++) {
    const [kind, length] = [words[at], words[at + 1]];
    if (kind === undefined || length === undefined) return false;
    const size = sizeOf(segments, kind, length);
    if (size === undefined || at + size > words.length) return false;
    // What stands for others stands for none that do.
    const isGiven =
      kind === INDIRECT
        ? most === ALL && expand(segments, placeIn(segments, at + 2), length, out)
        : addDirect(words, at, out);
    if (!isGiven) return false;
    at += size;
  }
  return true;
}

/** Words of a segment. */
function sizeOf({ bytesOfWord }: Segments, kind: number, length: number): number | undefined {
  if (kind === DISCRETE) return 2 + length;
  if (kind === LINEAR) return 3;
  return kind === INDIRECT ? 2 + 4 / bytesOfWord : undefined;
}

function addDirect(words: Uint16Array, at: number, out: Entries): boolean {
  const length = words[at + 1]!;
  if (words[at] === DISCRETE) return out.add(length, (i) => words[at + 2 + i]!);
  const start = out.last;
  if (start === undefined) return false;
  const rise = words[at + 2]! - start;
  return out.add(length, (i) => Math.round(start + (rise * (i + 1)) / length));
}

/** The word at an offset in bytes, whose lower half comes first. */
function placeIn({ words, bytesOfWord }: Segments, at: number): number {
  const half = (i: number) =>
    bytesOfWord === 2 ? words[at + i]! : words[at + 2 * i]! + 256 * words[at + 2 * i + 1]!;
  return (half(0) + 65_536 * half(1)) / bytesOfWord;
}
