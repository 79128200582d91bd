import { randomUUID } from 'node:crypto';
import type { JWK } from 'jose';
import type { Algorithm } from '../../src/cds-hooks/integrator/keys.ts';
import { importSigningKey, signCall } from '../../src/cds-hooks/integrator/sign.ts';
import { systemClock } from '../../src/kernel/clock.ts';

export interface Credentials {
  readonly iss: string;
  readonly alg: Algorithm;
  readonly privateJwk: JWK;
  /** Tokens that are signed for each second of the load. */
  readonly mostPerSecond: number;
}

/** Tokens for calls of one URL, each with an id of its own. */
export async function prepareTokens(
  url: string,
  { iss, alg, privateJwk }: Credentials,
  count: number,
): Promise<string[]> {
  const client = { iss, signingKey: await importSigningKey(privateJwk, alg) };
  const sources = { clock: systemClock, newId: () => randomUUID() };
  return Promise.all(Array.from({ length: count }, () => signCall(url, client, sources)));
}
