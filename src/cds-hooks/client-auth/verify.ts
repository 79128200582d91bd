import { createHash } from 'node:crypto';
import { type CryptoKey, jwtVerify } from 'jose';
import type { Clock } from '../../kernel/clock.ts';
import type { ClientAlgorithm } from '../../kernel/config.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { bearerToken } from './bearer.ts';
import type { CdsClient } from './clients.ts';
import type { JwksCache } from './jwks-cache.ts';
import { type Rejection, rejectionOf } from './rejection.ts';
import { type Claims, claimsSchema, readUnverified, type Unverified } from './token.ts';

/** Who called. */
export interface ClientIdentity {
  readonly iss: string;
  readonly tenant?: string;
}

export interface ClientAuthOptions {
  readonly clients: readonly CdsClient[];
  readonly algorithms: readonly ClientAlgorithm[];
  /** Longest life of a token, from `iat` to `exp`. */
  readonly maxTokenSeconds: number;
  readonly jwks: JwksCache;
  /** True for the first caller with a key only, whatever process it reaches. */
  readonly claim: (key: string, until: Date) => Promise<Result<boolean>>;
  readonly clock: Clock;
}

export interface ClientAuth {
  /** Verifies the token of a call; `audience` is the exact URL that was called. */
  verify(authorization: readonly string[], audience: string): Promise<Result<ClientIdentity, Rejection>>;
}

/** By how much the clocks of a client and of Kairos may differ. */
const SKEW_SECONDS = 60;

/** The client JWT of a call (CDS Hooks 2.0.1, "Trusting CDS Clients"): everything is checked, its one use last. */
export function createClientAuth(options: ClientAuthOptions): ClientAuth {
  const clients = new Map(options.clients.map((client) => [client.iss, client]));
  return {
    async verify(authorization, audience) {
      const token = bearerToken(authorization);
      if (!token.ok) return token;
      const unverified = readUnverified(token.value);
      if (!unverified.ok) return unverified;
      const client = clients.get(unverified.value.iss);
      if (!client) return err('issuer');
      const key = await keyOf(unverified.value, client, options);
      if (!key.ok) return key;
      const claims = await verifiedClaims(token.value, key.value, audience, client, options);
      return claims.ok ? useOnce(claims.value, client, options) : claims;
    },
  };
}

async function keyOf(
  { header }: Unverified,
  client: CdsClient,
  { algorithms, jwks }: ClientAuthOptions,
): Promise<Result<CryptoKey, Rejection>> {
  const alg = algorithms.find((a) => a === header.alg);
  if (!alg) return err('algorithm');
  // Without a list, a client's own `jku` is as if it were not there: its keys were agreed out of band.
  const jku = client.jku.length > 0 ? header.jku : undefined;
  if (jku !== undefined && !client.jku.includes(jku)) return err('jku');
  const hint = { alg, kid: header.kid };
  const url = jku ?? client.jwksUrl;
  const found = jku === undefined && client.keys ? client.keys.find(hint) : url && jwks.find(url, hint);
  const key = await found;
  return key ? ok(key) : err('unknown-key');
}

async function verifiedClaims(
  token: string,
  key: CryptoKey,
  audience: string,
  client: CdsClient,
  { algorithms, maxTokenSeconds, clock }: ClientAuthOptions,
): Promise<Result<Claims, Rejection>> {
  const now = clock.now();
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [...algorithms],
      issuer: client.iss,
      audience,
      typ: 'JWT',
      currentDate: now,
      clockTolerance: SKEW_SECONDS,
    });
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) return err('claims');
    const rejection = checkLife(claims.data, now, maxTokenSeconds) ?? checkTenant(claims.data, client);
    return rejection ? err(rejection) : ok(claims.data);
  } catch (cause) {
    const rejection = rejectionOf(cause);
    if (rejection) return err(rejection);
    throw cause;
  }
}

function checkLife({ iat, exp }: Claims, now: Date, maxSeconds: number): Rejection | undefined {
  if (iat > now.getTime() / 1_000 + SKEW_SECONDS) return 'not-yet-valid';
  return exp > iat && exp - iat <= maxSeconds ? undefined : 'lifetime';
}

const checkTenant = ({ tenant }: Claims, client: CdsClient): Rejection | undefined =>
  client.tenant && !client.tenant.some((allowed) => allowed === tenant) ? 'tenant' : undefined;

/** A token is used once. It is remembered by a hash: ids of tokens are not stored. */
async function useOnce(
  { iss, jti, exp, tenant }: Claims,
  client: CdsClient,
  { claim }: ClientAuthOptions,
): Promise<Result<ClientIdentity, Rejection>> {
  const key = createHash('sha256')
    .update(JSON.stringify([iss, jti]))
    .digest('base64url');
  // Longer than it is accepted: replicas that share the store have clocks of their own.
  const until = new Date((exp + 2 * SKEW_SECONDS) * 1_000);
  const isFirst = await claim(`jti:${key}`, until);
  if (!isFirst.ok) return err('storage-failed');
  if (!isFirst.value) return err('replay');
  return ok({ iss, ...(client.tenant && typeof tenant === 'string' ? { tenant } : {}) });
}
