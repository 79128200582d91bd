import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/**
 * Signature algorithms of client JWTs: ES384 and RS384 are recommended (CDS Hooks 2.0.1, "Trusting CDS
 * Clients"); some clients in use sign with the other two. Nothing symmetric.
 */
export const ALGORITHMS = ['ES384', 'RS384', 'ES256', 'RS256'] as const;

export type Algorithm = (typeof ALGORITHMS)[number];

export const isAlgorithm = (name: unknown): name is Algorithm => ALGORITHMS.some((a) => a === name);

export interface ClientKeys {
  readonly privateJwk: JWK;
  /** A JWK Set (RFC 7517) with the public key: for whoever verifies. */
  readonly publicJwks: { readonly keys: readonly JWK[] };
}

/** Bits of an RSA modulus: of the strength of ES256. */
const MODULUS_BITS = 3072;

/** A new key pair; `kid` is the key's thumbprint (RFC 7638). */
export async function createKeys(alg: Algorithm): Promise<ClientKeys> {
  const pair = await generateKeyPair(alg, { extractable: true, modulusLength: MODULUS_BITS });
  const publicJwk = await exportJWK(pair.publicKey);
  const names = { kid: await calculateJwkThumbprint(publicJwk), alg, use: 'sig' };
  return {
    privateJwk: { ...(await exportJWK(pair.privateKey)), ...names },
    publicJwks: { keys: [{ ...publicJwk, ...names }] },
  };
}
