import { inflateRawSync } from 'node:zlib';
import { problem } from '../../../kernel/errors.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';

/** Inflates raw deflate data to at most `most` bytes: a bomb stops there. A stream that breaks off is refused. */
export function inflate(deflated: Uint8Array, most: number, where: string): Result<Uint8Array> {
  try {
    return ok(inflateRawSync(deflated, { maxOutputLength: most }));
  } catch (cause) {
    const tooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    return err(
      tooLarge
        ? problem('dicom-too-large', {
            expression: where,
            diagnostics: `expected at most ${most} bytes inflated`,
          })
        : problem('invalid-dicom', { expression: where, diagnostics: 'expected deflated data (RFC 1951)' }),
    );
  }
}
