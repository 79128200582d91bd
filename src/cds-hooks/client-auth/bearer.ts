import { err, ok, type Result } from '../../kernel/result.ts';
import type { Rejection } from './rejection.ts';

/** More than any client JWT needs, and less than what makes parsing it costly. */
const MAX_LENGTH = 8_192;

/** A compact JWS (RFC 7515, section 7.1) with a signature. The scheme's case does not matter (RFC 9110, section 11.1). */
const BEARER = /^bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

/** The token of the Authorization headers, of which there must be one. */
export function bearerToken(headers: readonly string[]): Result<string, Rejection> {
  const [header, ...others] = headers;
  if (header === undefined) return err('no-token');
  if (others.length > 0) return err('several-tokens');
  if (header.length > MAX_LENGTH) return err('malformed');
  const token = BEARER.exec(header)?.[1];
  return token === undefined ? err('malformed') : ok(token);
}
