import { CodestreamError } from '../coded-frame.ts';
import type { BitReader, HuffmanTable } from './huffman.ts';

/** What a scan does to each block of one component. */
export interface BlockScan {
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
  /** First and last coefficient of the scan. */
  readonly from: number;
  readonly to: number;
  /** Successive approximation: bits known before, and position of the bits that come now. */
  readonly high: number;
  readonly low: number;
}

/** What goes on from block to block until a restart. */
export interface Running {
  /** Last DC value of this component. */
  prediction: number;
  /** Blocks that have no further coefficients in this band. */
  endOfBand: number;
}

export type DecodeBlock = (
  reader: BitReader,
  scan: BlockScan,
  running: Running,
  coefficients: Int16Array,
  at: number,
) => void;

const needed = (table: HuffmanTable | undefined): HuffmanTable => {
  if (!table) throw new CodestreamError('the Huffman tables of a scan');
  return table;
};

/** T.81 F.2.2: a whole block. */
export const sequentialBlock: DecodeBlock = (reader, { dc, ac }, running, coefficients, at) => {
  running.prediction += reader.difference(reader.decode(needed(dc)) & 15);
  coefficients[at] = running.prediction;
  for (let k = 1; k < 64; k++) {
    const symbol = reader.decode(needed(ac));
    const [zeros, size] = [symbol >> 4, symbol & 15];
    if (size === 0 && zeros < 15) return;
    k += zeros;
    if (k > 63) throw new CodestreamError('coefficients inside their block');
    if (size > 0) coefficients[at + k] = reader.difference(size);
  }
};

/** T.81 G.1.2.1: the DC coefficient, but for its `low` last bits. */
export const dcFirst: DecodeBlock = (reader, { dc, low }, running, coefficients, at) => {
  running.prediction += reader.difference(reader.decode(needed(dc)) & 15);
  coefficients[at] = running.prediction << low;
};

/** One more bit of the DC coefficient. */
export const dcRefine: DecodeBlock = (reader, { low }, _running, coefficients, at) => {
  coefficients[at]! |= reader.bit() << low;
};

/** T.81 G.1.2.2: a band of coefficients, but for their `low` last bits. */
export const acFirst: DecodeBlock = (reader, { ac, from, to, low }, running, coefficients, at) => {
  if (running.endOfBand > 0) {
    running.endOfBand--;
    return;
  }
  for (let k = from; k <= to; k++) {
    const symbol = reader.decode(needed(ac));
    const [zeros, size] = [symbol >> 4, symbol & 15];
    if (size === 0 && zeros < 15) {
      running.endOfBand = (1 << zeros) - 1 + reader.bits(zeros);
      return;
    }
    k += zeros;
    if (k > to) throw new CodestreamError('coefficients inside their band');
    if (size > 0) coefficients[at + k] = reader.difference(size) * (1 << low);
  }
};

/** T.81 G.1.2.3: one more bit of a band; what was zero may become one now. */
export const acRefine: DecodeBlock = (reader, scan, running, coefficients, at) => {
  let from = scan.from;
  while (from <= scan.to && running.endOfBand === 0) {
    const symbol = reader.decode(needed(scan.ac));
    const [zeros, size] = [symbol >> 4, symbol & 15];
    if (size === 0 && zeros < 15) running.endOfBand = (1 << zeros) + reader.bits(zeros);
    else from = 1 + placeFresh(reader, { ...scan, from }, coefficients, at, symbol);
  }
  if (running.endOfBand === 0) return;
  refineRun(reader, { ...scan, from }, coefficients, at, 64);
  running.endOfBand--;
};

/** Passes a run of zeros and sets the coefficient after it, if the symbol has one; its place is returned. */
function placeFresh(
  reader: BitReader,
  scan: BlockScan,
  coefficients: Int16Array,
  at: number,
  symbol: number,
): number {
  const fresh = (symbol & 15) === 0 ? 0 : (reader.bit() === 1 ? 1 : -1) * (1 << scan.low);
  const k = refineRun(reader, scan, coefficients, at, symbol >> 4);
  if (fresh === 0) return k;
  if (k > scan.to) throw new CodestreamError('coefficients inside their band');
  coefficients[at + k] = fresh;
  return k;
}

/** Refines what is not zero up to the zero after `zeros` others, whose place is returned. */
function refineRun(
  reader: BitReader,
  { from, to, low }: BlockScan,
  coefficients: Int16Array,
  at: number,
  zeros: number,
): number {
  let left = zeros;
  for (let k = from; k <= to; k++) {
    const value = coefficients[at + k]!;
    if (value === 0 && left-- === 0) return k;
    if (value !== 0 && reader.bit() === 1 && (Math.abs(value) & (1 << low)) === 0)
      coefficients[at + k] = value + Math.sign(value) * (1 << low);
  }
  return to + 1;
}
