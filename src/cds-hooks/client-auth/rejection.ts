import { errors } from 'jose';

/** Why a call was refused: for the log, never for the caller. */
export type Rejection =
  | 'no-token'
  | 'several-tokens'
  | 'malformed'
  | 'header'
  | 'algorithm'
  | 'issuer'
  | 'jku'
  | 'unknown-key'
  | 'signature'
  | 'audience'
  | 'expired'
  | 'not-yet-valid'
  | 'lifetime'
  | 'claims'
  | 'tenant'
  | 'replay'
  | 'storage-failed';

const CLAIMS: Readonly<Record<string, Rejection>> = {
  aud: 'audience',
  iss: 'issuer',
  nbf: 'not-yet-valid',
  typ: 'header',
};

/** What jose found wrong with a token. Anything that jose does not throw itself is no token's fault. */
export function rejectionOf(cause: unknown): Rejection | undefined {
  if (cause instanceof errors.JWTExpired) return 'expired';
  if (cause instanceof errors.JWTClaimValidationFailed) return CLAIMS[cause.claim] ?? 'claims';
  if (cause instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (cause instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  // Keys that are too short for the algorithm are a TypeError.
  if (cause instanceof errors.JOSEError || cause instanceof TypeError) return 'malformed';
  return undefined;
}
