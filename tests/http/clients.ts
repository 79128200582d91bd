import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JwksServer, startJwksServer } from '../cds-hooks/client-auth/jwks-server.ts';
import { makeKey, type TestKey } from '../cds-hooks/client-auth/tokens.ts';

export const EHR = 'https://ehr.example';
export const OTHER = 'https://other.example';
export const LISTED = 'https://listed.example';
export const PUBLISHED = 'https://published.example';
export const TENANTED = 'https://tenanted.example';

export interface TestClients {
  readonly keys: Readonly<Record<'es384' | 'rs384' | 'es256' | 'rs256' | 'other' | 'stranger', TestKey>>;
  readonly jwks: JwksServer;
  /** Settings of a Kairos that these clients may call. */
  readonly env: Readonly<Record<string, string>>;
}

/** Five clients: inline keys, another one's inline keys, a list of `jku`, a published JWK Set, and tenants. */
export async function makeClients(directory: string): Promise<TestClients> {
  const keys = {
    es384: makeKey('ES384', 'es384'),
    rs384: makeKey('RS384', 'rs384'),
    es256: makeKey('ES256', 'es256'),
    rs256: makeKey('RS256', 'rs256'),
    other: makeKey('ES384', 'other'),
    stranger: makeKey('ES384', 'es384'),
  };
  const jwks = await startJwksServer([keys.es384.jwk, keys.rs384.jwk]);
  const inline = { keys: [keys.es384.jwk, keys.rs384.jwk] };
  const listed = ['/keys', '/redirect', '/html', '/huge', '/empty', '/array', '/missing'];
  const clients = [
    { iss: EHR, jwks: inline },
    { iss: OTHER, jwks: { keys: [keys.other.jwk] } },
    { iss: LISTED, jku: listed.map((path) => jwks.url + path) },
    { iss: PUBLISHED, jwksUrl: `${jwks.url}/keys` },
    { iss: TENANTED, jwks: inline, tenant: ['north', 'south'] },
  ];
  const file = join(directory, 'clients.json');
  writeFileSync(file, JSON.stringify(clients));
  return { keys, jwks, env: { CDS_CLIENTS: file, OUTBOUND_PRIVATE_NETWORKS: '127.0.0.0/8' } };
}
