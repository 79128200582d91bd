import { type CryptoKey, createLocalJWKSet, errors, type JWK } from 'jose';
import { z } from 'zod';
import type { ClientAlgorithm } from '../../kernel/config.ts';

/** What a token says of the key it was signed with. */
export interface KeyHint {
  readonly alg: ClientAlgorithm;
  readonly kid: string;
}

/** Public keys of one client. */
export interface KeySet {
  /** The one key with this `kid` that fits the algorithm; none when there are several. */
  find(hint: KeyHint): Promise<CryptoKey | undefined>;
}

const CURVES: Readonly<Record<string, ClientAlgorithm>> = { 'P-256': 'ES256', 'P-384': 'ES384' };
const RSA_ALGORITHMS: readonly ClientAlgorithm[] = ['RS256', 'RS384'];

/** A public signature key (RFC 7517, section 4). A published private key is no key any more. */
export const publicKey = z
  .looseObject({
    kty: z.enum(['EC', 'RSA'], 'expected an EC or RSA key'),
    kid: z.string('expected the id of the key').min(1),
    use: z.literal('sig', 'expected "sig"').optional(),
    alg: z.string().optional(),
    crv: z.string().optional(),
  })
  .refine((key) => !('d' in key), 'expected a public key, this one is private: replace it by a new one');

type PublicKey = z.output<typeof publicKey>;

/** Whether a key can verify signatures of one of the algorithms. */
export function fits({ kty, alg, crv = '' }: PublicKey, algorithms: readonly ClientAlgorithm[]): boolean {
  const curve = CURVES[crv];
  const possible = kty === 'RSA' ? RSA_ALGORITHMS : curve ? [curve] : [];
  return possible.some((a) => algorithms.includes(a) && (alg === undefined || alg === a));
}

const jwkSet = z.looseObject({ keys: z.array(z.unknown()).max(100) });

/** The usable keys of a JWK Set (RFC 7517, section 5): others are ignored. Nothing when it is no JWK Set. */
export function parseKeySet(json: unknown, algorithms: readonly ClientAlgorithm[]): KeySet | undefined {
  const parsed = jwkSet.safeParse(json);
  if (!parsed.success) return undefined;
  const keys = parsed.data.keys.flatMap((key) => publicKey.safeParse(key).data ?? []);
  return keySetOf(keys.filter((key) => fits(key, algorithms)));
}

export function keySetOf(keys: readonly PublicKey[]): KeySet {
  const choose = createLocalJWKSet({ keys: keys as JWK[] });
  return {
    async find(hint) {
      try {
        return await choose({ ...hint });
      } catch (cause) {
        if (cause instanceof errors.JOSEError || isUnusable(cause)) return undefined;
        throw cause;
      }
    },
  };
}

/** A key whose numbers make no key: what WebCrypto and jose throw for it. */
const isUnusable = (cause: unknown): boolean => cause instanceof TypeError || cause instanceof DOMException;
