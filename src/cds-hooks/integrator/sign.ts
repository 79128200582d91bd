import { type CryptoKey, calculateJwkThumbprint, importJWK, type JWK, SignJWT } from 'jose';
import type { Clock } from '../../kernel/clock.ts';
import type { Algorithm } from './keys.ts';

export interface SigningKey {
  readonly alg: Algorithm;
  readonly kid: string;
  readonly key: CryptoKey;
}

/** Who signs: a CDS client and its key. */
export interface Client {
  readonly iss: string;
  readonly signingKey: SigningKey;
  /** Where its public keys can be fetched. */
  readonly jku?: string | undefined;
  readonly tenant?: string | undefined;
}

/** @throws Error when the JWK is not a private key for the algorithm */
export async function importSigningKey(jwk: JWK, alg: Algorithm): Promise<SigningKey> {
  const key = await importJWK(jwk, alg);
  if (key instanceof Uint8Array || key.type !== 'private') throw new TypeError('not a private key');
  return { alg, kid: jwk.kid ?? (await calculateJwkThumbprint(jwk)), key };
}

const LIFETIME_SECONDS = 300;

/** The JWT of one call (CDS Hooks 2.0.1, "Trusting CDS Clients"): `aud` is the very URL that is called. */
export function signCall(
  url: string,
  client: Client,
  { clock, newId }: { readonly clock: Clock; readonly newId: () => string },
): Promise<string> {
  const { iss, jku, tenant, signingKey } = client;
  const now = Math.floor(clock.now().getTime() / 1000);
  return new SignJWT(tenant === undefined ? {} : { tenant })
    .setProtectedHeader({
      alg: signingKey.alg,
      kid: signingKey.kid,
      typ: 'JWT',
      ...(jku === undefined ? {} : { jku }),
    })
    .setIssuer(iss)
    .setAudience(url)
    .setIssuedAt(now)
    .setExpirationTime(now + LIFETIME_SECONDS)
    .setJti(newId())
    .sign(signingKey.key);
}
