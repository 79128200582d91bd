import { assemble, headerOf, signedBy, token } from '../../cds-hooks/client-auth/tokens.ts';
import { EHR, LISTED, OTHER, PUBLISHED } from '../clients.ts';
import { bearer, bringing, fetching, good, heading, hmac, jku, type Kinds, spoilt } from './kinds.ts';

/** Tokens that no key of their client has signed, as far as Kairos may believe it. */
export const keysKinds = {
  algorithm: {
    'alg none with the signature of a good token': (attack) => {
      const signature = token(attack.clients.keys.es384, good(attack)).split('.')[2]!;
      return bearer(assemble({ alg: 'none', kid: 'es384', typ: 'JWT' }, good(attack), () => signature));
    },
    'HS256 with the public key as secret': hmac(256, (key) => key.publicPem),
    'HS384 with the public key as secret': hmac(384, (key) => key.publicPem),
    'HS512 with the public key as secret': hmac(512, (key) => key.publicPem),
    'HS384 with the JWK as secret': hmac(384, (key) => JSON.stringify(key.jwk)),
    'HS384 with an empty secret': hmac(384, () => ''),
    'RS256, which is not configured': (a) => bearer(token(a.clients.keys.rs384, good(a), { alg: 'RS256' })),
    'PS384, which is never configured': (a) => bearer(token(a.clients.keys.rs384, good(a), { alg: 'PS384' })),
    'alg in lower case': (a) =>
      bearer(
        assemble(
          { alg: 'es384', kid: 'es384', typ: 'JWT' },
          good(a),
          signedBy(a.clients.keys.es384, 'ES384'),
        ),
      ),
  },
  header: {
    'no alg': (a) =>
      bearer(assemble({ kid: 'es384', typ: 'JWT' }, good(a), signedBy(a.clients.keys.es384, 'ES384'))),
    'alg in a list': (a) =>
      bearer(
        assemble(
          { alg: ['ES384'], kid: 'es384', typ: 'JWT' },
          good(a),
          signedBy(a.clients.keys.es384, 'ES384'),
        ),
      ),
    'no kid, and several keys': heading({ kid: undefined }),
    'empty kid': heading({ kid: '' }),
    'kid that is a number': heading({ kid: 384 }),
    'jwk in the header': bringing((key) => ({ jwk: key.jwk })),
    'x5c in the header': bringing(() => ({ x5c: ['MIIB'] })),
    'x5u in the header': bringing(() => ({ x5u: 'https://evil.example/cert.pem' })),
    'jwk in the header of a token that is signed well': heading({ jwk: {} }),
    'jku that is a list': heading(({ clients }) => ({ jku: [`${clients.jwks.url}/keys`] }), LISTED),
    'crit of an extension': heading({ crit: ['exp'], exp: 1 }),
    'crit that is empty': heading({ crit: [] }),
    'b64 false with crit': heading({ crit: ['b64'], b64: false }),
    'b64 false without crit': heading({ b64: false }),
    'wrong typ': heading({ typ: 'at+jwt' }),
    'no typ': heading({ typ: undefined }),
  },
  'unknown-key': {
    'RS384 header on an EC signature': (a) =>
      bearer(
        assemble(
          { alg: 'RS384', kid: 'es384', typ: 'JWT' },
          good(a),
          signedBy(a.clients.keys.es384, 'ES384'),
        ),
      ),
    'unknown kid': heading({ kid: 'nobody' }),
    'kid of __proto__': heading({ kid: '__proto__' }),
    'kid of a key of another type': (a) =>
      bearer(
        assemble(
          { alg: 'ES384', kid: 'rs384', typ: 'JWT' },
          good(a),
          signedBy(a.clients.keys.es384, 'ES384'),
        ),
      ),
    'kid of an unknown key of a published set': heading({ kid: 'nobody' }, PUBLISHED),
    'no jku where keys are nowhere else': heading({}, LISTED),
    'jku that redirects': fetching('/redirect'),
    'jku that answers HTML': fetching('/html'),
    'jku that answers too much': fetching('/huge'),
    'jku that answers an empty JWK Set': fetching('/empty'),
    'jku that answers no JWK Set': fetching('/array'),
    'jku that is not there': fetching('/missing'),
    "own iss under another client's key": (a) => bearer(token(a.clients.keys.es384, good(a, OTHER))),
    'kid with NUL at its end': heading({ kid: 'es384\u0000' }),
  },
  jku: {
    'jku off the list': jku(() => 'https://evil.example/keys'),
    'jku that begins like a listed one': jku((url) => `${url}/keys/../evil`),
    'jku with a listed one as its prefix': jku((url) => `${url}/keys.evil`),
    'jku with a query added': jku((url) => `${url}/keys?x`),
    'jku with a fragment added': jku((url) => `${url}/keys#x`),
    'jku on the host of a listed one': jku((url) => `${url}/other`),
    'jku with a listed one as its user': jku((url) => `${url.replace('//', '//listed@')}/keys`),
    'jku in another case': jku((url) => `${url.toUpperCase()}/keys`),
  },
  signature: {
    'ES256 key under an ES384 header': (attack) => {
      const { es256 } = attack.clients.keys;
      return bearer(
        assemble({ alg: 'ES384', kid: 'es384', typ: 'JWT' }, good(attack), signedBy(es256, 'ES256')),
      );
    },
    'wrong key with the right kid': (a) => bearer(token(a.clients.keys.stranger, good(a))),
    "jku of a stranger's keys for a client with inline keys": bringing(() => ({
      jku: 'https://evil.example/keys',
    })),
    "iss of another client under one's own key": (a) =>
      bearer(token(a.clients.keys.other, good(a, EHR), { kid: 'es384' })),
    'claims of another under this signature': (a) => {
      const { es384 } = a.clients.keys;
      const [header, , signature] = token(es384, good(a)).split('.');
      const claims = Buffer.from(JSON.stringify(good(a))).toString('base64url');
      return bearer(`${header}.${claims}.${signature}`);
    },
    'changed signature': spoilt(
      (jwt) => jwt.slice(0, -10) + (jwt.endsWith('AAAAAAAAAA') ? 'B' : 'A').repeat(10),
    ),
    'signature in DER': (a) => {
      const { es384 } = a.clients.keys;
      const der = (input: string) =>
        Buffer.concat([
          Buffer.from([0x30, 0x64]),
          Buffer.from(signedBy(es384, 'ES384')(input), 'base64url'),
        ]).toString('base64url');
      return bearer(assemble(headerOf(es384), good(a), der));
    },
    'signature of zeros': (a) =>
      bearer(assemble(headerOf(a.clients.keys.es384), good(a), () => Buffer.alloc(96).toString('base64url'))),
  },
} satisfies Kinds;
