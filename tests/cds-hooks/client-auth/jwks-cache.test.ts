import { describe, expect, it } from 'vitest';
import { createJwksCache } from '../../../src/cds-hooks/client-auth/jwks-cache.ts';
import { problem } from '../../../src/kernel/errors.ts';
import { err, ok, type Result } from '../../../src/kernel/result.ts';
import { makeKey, NOW } from './tokens.ts';

const URL = 'https://ehr.example/jwks';
const [first, second] = [makeKey('ES384', 'first'), makeKey('ES384', 'second')];
const hint = (kid: string) => ({ alg: 'ES384' as const, kid });

/** A cache over an endpoint that the test controls, with a clock that the test moves. */
function setUp() {
  const state = {
    answer: ok({ keys: [first.jwk] }) as Result<unknown>,
    now: Date.parse(NOW),
    requests: 0,
    failures: [] as string[],
    /** When set, answers wait for it. */
    gate: Promise.resolve(),
  };
  const cache = createJwksCache({
    fetchJson: async () => {
      state.requests++;
      const { answer } = state;
      await state.gate;
      return answer;
    },
    algorithms: ['ES384', 'RS384'],
    clock: { now: () => new Date(state.now) },
    onFailure: (_, why) => state.failures.push(why),
  });
  const knows = async (kid: string) => (await cache.find(URL, hint(kid))) !== undefined;
  const pass = (seconds: number) => {
    state.now += seconds * 1_000;
  };
  return { state, cache, knows, pass };
}

const DOWN = err(problem('prefetch-failed', { diagnostics: 'the server could not be reached' }));

/** Lets what goes on in the background end. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the cache of published keys', () => {
  it('asks once for many calls, at the same time and later', async () => {
    const { state, knows, pass } = setUp();
    const found = await Promise.all(Array.from({ length: 50 }, () => knows('first')));
    expect(found.every(Boolean)).toBe(true);
    pass(299);
    expect(await knows('first')).toBe(true);
    expect(state.requests).toBe(1);
  });

  it('finds a key that was added since, and forgets one that was taken away', async () => {
    const { state, knows, pass } = setUp();
    expect(await knows('first')).toBe(true);
    state.answer = ok({ keys: [second.jwk] });
    pass(60);
    expect(await knows('second')).toBe(true);
    expect(await knows('first')).toBe(false);
  });

  it('asks for unknown keys once a minute, however many come', async () => {
    const { state, knows, pass } = setUp();
    await knows('first');
    for (let i = 0; i < 59; i++) {
      pass(1);
      expect(await knows(`made-up-${i}`)).toBe(false);
    }
    expect(state.requests).toBe(1);
    pass(1);
    await Promise.all(Array.from({ length: 50 }, (_, i) => knows(`made-up-${i}`)));
    expect(state.requests).toBe(2);
  });

  it('asks again beside the calls before keys are old', async () => {
    const { state, knows, pass } = setUp();
    await knows('first');
    let open = () => {};
    state.gate = new Promise((resolve) => {
      open = resolve;
    });
    state.answer = ok({ keys: [second.jwk] });
    pass(301);
    expect(await knows('first')).toBe(true);
    expect(state.requests).toBe(2);
    open();
    await settle();
    expect(await knows('first')).toBe(false);
    expect(await knows('second')).toBe(true);
  });

  it('waits for news of keys that are old', async () => {
    const { state, knows, pass } = setUp();
    await knows('first');
    state.answer = ok({ keys: [second.jwk] });
    pass(601);
    expect(await knows('first')).toBe(false);
    expect(state.requests).toBe(2);
  });

  it('uses known keys while the endpoint is down, for a day', async () => {
    const { state, knows, pass } = setUp();
    await knows('first');
    state.answer = DOWN;
    pass(601);
    expect(await knows('first')).toBe(true);
    expect(state.failures).toEqual(['the server could not be reached']);
    pass(86_400 - 602);
    expect(await knows('first')).toBe(true);
    await settle();
    pass(2);
    expect(await knows('first')).toBe(false);
    state.answer = ok({ keys: [first.jwk] });
    pass(5);
    expect(await knows('first')).toBe(true);
  });

  it('does not wait for an endpoint that is down when it knows the key', async () => {
    const { state, knows, pass } = setUp();
    await knows('first');
    state.answer = DOWN;
    pass(601);
    await knows('first');
    state.gate = new Promise(() => {});
    pass(5);
    expect(await knows('first')).toBe(true);
    expect(state.requests).toBe(3);
  });

  it('tries every five seconds while it has no keys at all', async () => {
    const { state, knows, pass } = setUp();
    state.answer = DOWN;
    for (let i = 0; i < 20; i++) {
      expect(await knows('first')).toBe(false);
      pass(1);
    }
    expect(state.requests).toBe(4);
    state.answer = ok({ keys: [first.jwk] });
    expect(await knows('first')).toBe(true);
  });

  it.each([
    ['an array', [first.jwk]],
    ['text', 'keys'],
    ['null', null],
    ['keys that are no list', { keys: first.jwk }],
    ['a thousand keys', { keys: Array.from({ length: 1_000 }, () => first.jwk) }],
  ])('takes %s for a failure, and keeps what it knows', async (_, json) => {
    const { state, knows, pass } = setUp();
    await knows('first');
    state.answer = ok(json);
    pass(601);
    expect(await knows('first')).toBe(true);
    expect(state.failures).toEqual(['it is no JWK Set']);
  });

  it('takes an empty JWK Set at its word: every key was withdrawn', async () => {
    const { state, knows, pass } = setUp();
    await knows('first');
    state.answer = ok({ keys: [] });
    pass(601);
    expect(await knows('first')).toBe(false);
    expect(state.failures).toEqual([]);
  });

  const { x, ...broken } = first.jwk;
  it.each([
    ['for another algorithm', { ...first.jwk, alg: 'ES256' }],
    ['on another curve', makeKey('ES256', 'first').jwk],
    ['for encryption', { ...first.jwk, use: 'enc' }],
    ['of another type', { kty: 'oct', kid: 'first', k: 'AAAA' }],
    ['that is private', { ...first.jwk, d: 'AAAA' }],
    ['without a coordinate', broken],
    ['with a coordinate off the curve', { ...first.jwk, x: second.jwk.x }],
    ['without an id', { ...first.jwk, kid: undefined }],
  ])('ignores a key %s', async (_, bad) => {
    const { state, knows } = setUp();
    state.answer = ok({ keys: [bad, second.jwk] });
    expect(await knows('first')).toBe(false);
    expect(await knows('second')).toBe(true);
    expect(x).toBeDefined();
  });

  it('knows none of two keys with one id', async () => {
    const { state, knows } = setUp();
    state.answer = ok({ keys: [first.jwk, { ...second.jwk, kid: 'first' }] });
    expect(await knows('first')).toBe(false);
  });

  it('asks again after the clock was set back', async () => {
    const { state, knows, pass } = setUp();
    await knows('first');
    pass(-3_600);
    expect(await knows('first')).toBe(true);
    expect(state.requests).toBe(2);
  });
});
