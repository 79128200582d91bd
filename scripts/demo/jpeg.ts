import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import type { Picture } from '../../src/families/image/pixels/picture.ts';

const QUALITY = 90;

interface Encoder {
  getDecodedBuffer(frame: object): Uint8Array;
  setQuality(quality: number): void;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
}

interface Codec {
  readonly JPEGEncoder: new () => Encoder;
}

const load = createRequire(import.meta.url)(
  '@cornerstonejs/codec-libjpeg-turbo-8bit',
) as () => Promise<Codec>;

/** A grey picture as a baseline JPEG. */
export async function greyJpeg({ width, height, data }: Picture): Promise<Uint8Array> {
  const { JPEGEncoder } = await load();
  const encoder = new JPEGEncoder();
  try {
    encoder
      .getDecodedBuffer({ width, height, bitsPerSample: 8, componentCount: 1, isSigned: false })
      .set(data);
    encoder.setQuality(QUALITY);
    encoder.encode();
    return Uint8Array.from(encoder.getEncodedBuffer());
  } finally {
    encoder.delete();
  }
}

/** One file of a tar archive, which is read to its end. */
export async function fileIn(archive: string, name: string): Promise<Buffer> {
  let found: Buffer | undefined;
  for await (const entry of createReadStream(archive).pipe(extract())) {
    const content = await buffer(entry);
    if (entry.header.name.replace(/^\.\//, '') === name) found = content;
  }
  if (!found) throw new Error(`${archive} has no ${name}`);
  return found;
}
