import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** Tokens are made here with Node's own signatures, not with the library that verifies them. */
export const NOW = '2026-11-23T12:00:00.000Z';
export const NOW_SECONDS = Date.parse(NOW) / 1_000;

export interface TestKey {
  readonly alg: string;
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicPem: string;
  readonly jwk: Readonly<Record<string, unknown>>;
}

export type Json = Readonly<Record<string, unknown>>;

export function makeKey(alg: 'ES256' | 'ES384' | 'RS256' | 'RS384', kid: string, bits = 2_048): TestKey {
  const { publicKey, privateKey } = alg.startsWith('ES')
    ? generateKeyPairSync('ec', { namedCurve: alg === 'ES384' ? 'P-384' : 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: bits });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' };
  return {
    alg,
    kid,
    privateKey,
    publicPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    jwk,
  };
}

const encoded = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

/** A token with this header and payload, which may be text that is no JSON, signed by whatever `signature` does. */
export function assemble(header: unknown, payload: unknown, signature: (input: string) => string): string {
  const input = `${encoded(header)}.${encoded(payload)}`;
  return `${input}.${signature(input)}`;
}

export const signedBy =
  ({ privateKey }: TestKey, alg: string) =>
  (input: string): string =>
    sign(`sha${alg.slice(2)}`, Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString(
      'base64url',
    );

export const hmacWith =
  (secret: string, bits: number) =>
  (input: string): string =>
    createHmac(`sha${bits}`, secret).update(input).digest('base64url');

let count = 0;

export const goodClaims = (iss: string, aud: unknown): Json => ({
  iss,
  aud,
  exp: NOW_SECONDS + 300,
  iat: NOW_SECONDS,
  jti: `jti-${process.pid}-${count++}`,
});

export const headerOf = ({ alg, kid }: TestKey): Json => ({ alg, kid, typ: 'JWT' });

/** `undefined` takes a member away. */
export function token(key: TestKey, claims: Json, header: Json = {}): string {
  const whole = { ...headerOf(key), ...header };
  return assemble(whole, claims, signedBy(key, String(whole.alg)));
}
