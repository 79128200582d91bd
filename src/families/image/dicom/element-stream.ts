import dicomParser, { type ByteArrayParser } from 'dicom-parser';

/** Elements, items and fragments of a file; an enhanced image of a thousand frames has a few ten thousand. */
export const MOST_ELEMENTS = 200_000;

export class TooManyElements extends Error {}

/**
 * What dicom-parser reads from, with two things it lacks: a limit of elements, and the value representations of 64-bit
 * integers, which it takes for short ones; their length has four bytes, as that of OB.
 */
export class ElementStream extends dicomParser.ByteStream {
  constructor(endian: ByteArrayParser, bytes: Uint8Array, position: number) {
    super(endian, bytes, position);
    const [readText, readLength] = [this.readFixedString.bind(this), this.readUint32.bind(this)];
    let elements = 0;
    const count = () => {
      if (++elements > MOST_ELEMENTS) throw new TooManyElements();
    };
    this.readFixedString = (length) => {
      count();
      const text = readText(length);
      return length === 2 && /^(OV|SV|UV)$/.test(text) ? 'OB' : text;
    };
    this.readUint32 = () => {
      count();
      return readLength();
    };
  }
}
