/** Pixels that threads share: those that are shared already as they are, others as a copy. */
export function sharedPixels(pixels: Uint8Array): SharedArrayBuffer {
  const { buffer } = pixels;
  if (buffer instanceof SharedArrayBuffer && buffer.byteLength === pixels.length) return buffer;
  const shared = new SharedArrayBuffer(pixels.length);
  new Uint8Array(shared).set(pixels);
  return shared;
}
