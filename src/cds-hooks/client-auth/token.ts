import { decodeJwt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Rejection } from './rejection.ts';

/**
 * The header of a client JWT (CDS Hooks 2.0.1, "Trusting CDS Clients"). Keys inside a token or named by its
 * certificate are nobody's keys, and an extension that must be understood is not (RFC 7515, section 4.1.11).
 */
const headerSchema = z.looseObject({
  alg: z.string(),
  kid: z.string().min(1).max(1_024),
  typ: z.string(),
  jku: z.string().optional(),
  crit: z.never().optional(),
  b64: z.never().optional(),
  jwk: z.never().optional(),
  x5c: z.never().optional(),
  x5u: z.never().optional(),
});

/** Its claims, all of them required but `nbf` and `tenant`. */
export const claimsSchema = z.looseObject({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  iat: z.number(),
  jti: z.string().min(1).max(256),
  nbf: z.number().optional(),
  tenant: z.unknown().optional(),
});

export type Claims = z.output<typeof claimsSchema>;

/** What a token says of itself before anything is verified: enough to find the key that must have signed it. */
export interface Unverified {
  readonly header: z.output<typeof headerSchema>;
  readonly iss: string;
}

export function readUnverified(token: string): Result<Unverified, Rejection> {
  const [rawHeader, rawClaims] = [
    attempt(() => decodeProtectedHeader(token)),
    attempt(() => decodeJwt(token)),
  ];
  if (!rawHeader || !rawClaims) return err('malformed');
  const header = headerSchema.safeParse(rawHeader);
  if (!header.success) return err('header');
  return typeof rawClaims.iss === 'string' ? ok({ header: header.data, iss: rawClaims.iss }) : err('issuer');
}

function attempt<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}
