/** A grey picture: one byte per pixel in rows, 0 black, 255 white. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** @throws RangeError where the bytes are not as many as the pixels */
export function pictureOf(width: number, height: number, data: Uint8Array): Picture {
  if (data.length !== width * height) throw new RangeError('a picture needs one byte per pixel');
  return { width, height, data };
}
