import type { ErrorCode, Problem } from '../../kernel/errors.ts';

/** Why there is no result for a picture, in one line for a card. */
const WORDS: Partial<Readonly<Record<ErrorCode, string>>> = {
  'image-unavailable': 'the picture could not be fetched',
  'forbidden-server':
    'the picture could not be fetched: Kairos may not ask the archive that the record names',
  'image-mismatch': 'the archive gave another picture than the one asked for',
  'invalid-dicom': 'the DICOM file cannot be read',
  'dicom-without-image': 'the DICOM file holds no picture',
  'unsupported-dicom': 'the DICOM file holds a picture of a kind that is not supported',
  'unsupported-transfer-syntax': 'the transfer syntax of the DICOM file is not supported',
  'dicom-too-large': 'the DICOM file is too large',
  'dicom-timeout': 'the DICOM file could not be decoded in time',
  overloaded: 'the server is busy',
  'storage-failed': 'the server failed',
  internal: 'the server failed',
};

/** "the picture could not be fetched: the archive does not have it (404)". */
export function failureWords({ code, diagnostics }: Problem): string {
  const words = WORDS[code] ?? 'the model failed';
  return code === 'image-unavailable' && diagnostics ? `${words}: ${diagnostics}` : words;
}
