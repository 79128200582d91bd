import { describe, expect, it } from 'vitest';
import { parseClients } from '../../../src/cds-hooks/client-auth/clients.ts';
import { createJwksCache } from '../../../src/cds-hooks/client-auth/jwks-cache.ts';
import { createClientAuth } from '../../../src/cds-hooks/client-auth/verify.ts';
import { fixedClock } from '../../../src/kernel/clock.ts';
import type { ClientAlgorithm } from '../../../src/kernel/config.ts';
import { problem } from '../../../src/kernel/errors.ts';
import { err, ok, type Result } from '../../../src/kernel/result.ts';
import { goodClaims, type Json, makeKey, NOW, NOW_SECONDS, type TestKey, token } from './tokens.ts';

const URL = 'https://kairos.example/cds-services';
const algorithms: readonly ClientAlgorithm[] = ['ES384', 'RS384'];
const [inline, published, short] = [
  makeKey('ES384', 'inline'),
  makeKey('ES384', 'published'),
  makeKey('RS384', 'short', 1_024),
];
const BOTH = 'https://both.example';
const LISTED = 'https://both.example/jwks';
const SHORT = 'https://short.example';

const ENTRIES = [
  { iss: BOTH, jwks: { keys: [inline.jwk] }, jku: [LISTED] },
  { iss: SHORT, jwks: { keys: [short.jwk] }, tenant: ['north'] },
];

function setUp(claim: (key: string, until: Date) => Promise<Result<boolean>> = async () => ok(true)) {
  const clients = parseClients(JSON.stringify(ENTRIES), algorithms);
  if (!clients.ok) throw new Error(clients.error);
  const clock = fixedClock(NOW);
  const fetched: string[] = [];
  const fetchJson = async (url: string) => {
    fetched.push(url);
    return ok({ keys: [published.jwk] });
  };
  const jwks = createJwksCache({ fetchJson, algorithms, clock });
  const auth = createClientAuth({
    clients: clients.value,
    algorithms,
    maxTokenSeconds: 600,
    jwks,
    claim,
    clock,
  });
  const verify = (key: TestKey, claims: Json = {}, header: Json = {}) =>
    auth.verify([`Bearer ${token(key, { ...goodClaims(BOTH, URL), ...claims }, header)}`], URL);
  return { verify, fetched };
}

describe('verifying a client JWT', () => {
  it('says who called', async () => {
    expect(await setUp().verify(inline)).toEqual({ ok: true, value: { iss: BOTH } });
  });

  it('takes keys from a listed jku or out of band, and never one for the other', async () => {
    const { verify, fetched } = setUp();
    expect(await verify(inline)).toMatchObject({ ok: true });
    expect(fetched).toEqual([]);
    expect(await verify(published, {}, { jku: LISTED })).toMatchObject({ ok: true });
    expect(await verify(inline, {}, { jku: LISTED })).toEqual(err('unknown-key'));
    expect(await verify(published)).toEqual(err('unknown-key'));
    expect(await verify(inline, {}, { jku: `${LISTED}x` })).toEqual(err('jku'));
    expect(fetched).toEqual([LISTED]);
  });

  it('refuses RSA keys that are too short, as what they are: no fault of the server', async () => {
    expect(await setUp().verify(short, { iss: SHORT })).toEqual(err('malformed'));
  });

  it('keeps to the longest life that is configured', async () => {
    const { verify } = setUp();
    expect(await verify(inline, { exp: NOW_SECONDS + 600 })).toMatchObject({ ok: true });
    expect(await verify(inline, { exp: NOW_SECONDS + 601 })).toEqual(err('lifetime'));
  });

  it('claims the token’s id last, as a hash, for longer than the token is accepted', async () => {
    const claimed: { key: string; until: Date }[] = [];
    const { verify } = setUp(async (key, until) => {
      claimed.push({ key, until });
      return ok(true);
    });
    await verify(inline, { exp: NOW_SECONDS + 601 });
    await verify(inline, { aud: 'https://other.example' });
    expect(claimed).toEqual([]);
    await verify(inline, { jti: 'the-id', exp: NOW_SECONDS + 300.5 });
    expect(claimed).toHaveLength(1);
    expect(claimed[0]!.key).toMatch(/^jti:[\w-]{43}$/);
    expect(claimed[0]!.until.getTime()).toBeGreaterThan((NOW_SECONDS + 300.5 + 61) * 1_000);
  });

  it('tells a used token from a store that does not answer', async () => {
    expect(await setUp(async () => ok(false)).verify(inline)).toEqual(err('replay'));
    const down = setUp(async () => err(problem('storage-failed')));
    expect(await down.verify(inline)).toEqual(err('storage-failed'));
  });
});
