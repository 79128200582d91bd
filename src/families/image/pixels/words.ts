/** The first and the third of four pixels in a word; after a shift of eight bits, the second and the fourth. */
export const EVERY_OTHER = 0x00ff00ff;

/** Pixels to be read four at a time, wherever they begin: `getInt32(at, true)`. */
export const wordsOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);
