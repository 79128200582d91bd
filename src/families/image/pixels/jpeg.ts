import { decodeWithWasm } from '../dicom/codecs/emscripten.ts';
import { LIBJPEG_TURBO } from '../dicom/codecs/jpeg.ts';
import { type Picture, pictureOf } from './picture.ts';

/** Of red, green and blue: they are one in pictures without colour. */
const GREEN = 1;

/** A JPEG file as a grey picture. @throws Error where it cannot be decoded */
export async function pictureFromJpeg(bytes: Uint8Array): Promise<Picture> {
  const { info, bytes: samples } = await decodeWithWasm(LIBJPEG_TURBO, bytes);
  const { width, height, componentCount } = info;
  if (componentCount === 1) return pictureOf(width, height, samples);
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; i++) grey[i] = samples[i * componentCount + GREEN]!;
  return pictureOf(width, height, grey);
}
