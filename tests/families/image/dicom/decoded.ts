import { DEFAULT_LIMITS } from '../../../../src/families/image/dicom/client.ts';
import { decodeDicom } from '../../../../src/families/image/dicom/decode.ts';
import type { DicomImage } from '../../../../src/families/image/dicom/types.ts';
import type { Problem } from '../../../../src/kernel/errors.ts';
import { unwrap } from '../../../../src/kernel/result.ts';

export const imageOf = async (bytes: Uint8Array, frame = 0): Promise<DicomImage> =>
  unwrap(await decodeDicom(bytes, frame, DEFAULT_LIMITS));

export const displayOf = async (bytes: Uint8Array): Promise<number[]> => [
  ...(await imageOf(bytes)).display.pixels,
];

export async function problemOf(bytes: Uint8Array, limits = DEFAULT_LIMITS, frame = 0): Promise<Problem> {
  const result = await decodeDicom(bytes, frame, limits);
  if (result.ok) throw new Error('decoded what was to fail');
  return result.error;
}
