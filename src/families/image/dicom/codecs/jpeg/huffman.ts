import { CodestreamError } from '../coded-frame.ts';

/** A Huffman table as ITU-T T.81 F.2.2.3 decodes with it: codes of a length follow one another. */
export interface HuffmanTable {
  /** Largest code of each length, -1 where there is none. */
  readonly maxCode: Int32Array;
  /** What to add to a code of each length for its place in `values`. */
  readonly offset: Int32Array;
  readonly values: Uint8Array;
}

/** From the 16 counts and the values of a DHT segment. */
export function huffmanTable(counts: Uint8Array, values: Uint8Array): HuffmanTable {
  const maxCode = new Int32Array(17).fill(-1);
  const offset = new Int32Array(17);
  let [code, place] = [0, 0];
  for (let length = 1; length <= 16; length++) {
    const count = counts[length - 1]!;
    offset[length] = place - code;
    code += count;
    place += count;
    if (code > 1 << length) throw new CodestreamError('a Huffman table that can be decoded');
    if (count > 0) maxCode[length] = code - 1;
    code <<= 1;
  }
  return { maxCode, offset, values };
}

/** Bits of entropy-coded data: stuffed zeros left out, a marker ends it. */
export class BitReader {
  private readonly bytes: Uint8Array;
  private position: number;
  private buffer = 0;
  private available = 0;

  constructor(bytes: Uint8Array, position: number) {
    this.bytes = bytes;
    this.position = position;
  }

  bit(): number {
    if (this.available === 0) this.fill();
    this.available--;
    return (this.buffer >> this.available) & 1;
  }

  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value = (value << 1) | this.bit();
    return value;
  }

  /** A difference of `size` bits (T.81 F.2.2.1, EXTEND). */
  difference(size: number): number {
    if (size === 0) return 0;
    const value = this.bits(size);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  decode({ maxCode, offset, values }: HuffmanTable): number {
    let code = 0;
    for (let length = 1; length <= 16; length++) {
      code = (code << 1) | this.bit();
      if (code <= maxCode[length]!) return values[code + offset[length]!]!;
    }
    throw new CodestreamError('a Huffman code of its table');
  }

  /** Leaves the bits that are left in a byte and passes the restart marker that must come now. */
  restart(): void {
    this.available = 0;
    const marker = this.bytes[this.position + 1] ?? 0;
    if (this.bytes[this.position] !== 0xff || marker < 0xd0 || marker > 0xd7)
      throw new CodestreamError('a restart marker');
    this.position += 2;
  }

  private fill(): void {
    const byte = this.bytes[this.position];
    if (byte === undefined) throw new CodestreamError('a scan that ends');
    if (byte === 0xff) {
      if (this.bytes[this.position + 1] !== 0) throw new CodestreamError('more data in a scan');
      this.position++;
    }
    this.position++;
    this.buffer = byte;
    this.available = 8;
  }
}
