import type { Coding } from '../transfer-syntaxes.ts';
import type { Codec } from './coded-frame.ts';
import { decodeDeflatedFrame } from './deflated-frame.ts';
import { decodeJpeg } from './jpeg.ts';
import { decodeHtj2k, decodeJpeg2000 } from './jpeg-2000.ts';
import { decodeJpegLossless } from './jpeg-lossless.ts';
import { decodeJpegLs } from './jpeg-ls.ts';
import { decodeRle } from './rle.ts';

/** One codec for each coding of encapsulated pixel data. */
export const CODECS: Readonly<Record<Exclude<Coding, 'native'>, Codec>> = {
  'deflated-frame': decodeDeflatedFrame,
  rle: decodeRle,
  jpeg: decodeJpeg,
  'jpeg-lossless': decodeJpegLossless,
  'jpeg-ls': decodeJpegLs,
  'jpeg-2000': decodeJpeg2000,
  htj2k: decodeHtj2k,
};
