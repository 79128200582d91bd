import type { Json, TestKey } from '../cds-hooks/client-auth/tokens.ts';
import {
  assemble,
  goodClaims,
  headerOf,
  hmacWith,
  NOW_SECONDS,
  signedBy,
  token,
} from '../cds-hooks/client-auth/tokens.ts';
import { EHR, LISTED, OTHER, PUBLISHED, TENANTED, type TestClients } from './clients.ts';
import type { RawRequest } from './raw-http.ts';

export interface Attack {
  readonly clients: TestClients;
  readonly baseUrl: string;
}

type Bad = (attack: Attack) => RawRequest;

export const DISCOVERY = '/cds-services';
export const HOOK = '/cds-services/prognosis-patient-view';
export const FEEDBACK = `${HOOK}/feedback`;

const raw = (value: string, path = DISCOVERY): RawRequest => ({ path, headers: [`Authorization: ${value}`] });
const bearer = (jwt: string, path = DISCOVERY): RawRequest => raw(`Bearer ${jwt}`, path);
const without = (claims: Json, name: string): Json => ({ ...claims, [name]: undefined });

const good = ({ baseUrl }: Attack, iss = EHR): Json => goodClaims(iss, baseUrl + DISCOVERY);

/** A token that is good but for these claims. */
const claiming =
  (change: (claims: Json, attack: Attack) => Json): Bad =>
  (attack) =>
    bearer(token(attack.clients.keys.es384, change(good(attack), attack)));

/** A token that is good but for these parts of its header; its signature covers them. */
const heading =
  (header: Json | ((attack: Attack) => Json), iss = EHR): Bad =>
  (attack) =>
    bearer(
      token(
        attack.clients.keys.es384,
        good(attack, iss),
        typeof header === 'function' ? header(attack) : header,
      ),
    );

/** A good token, spoilt afterwards. */
const spoilt =
  (spoil: (jwt: string) => string, send: (jwt: string) => RawRequest = bearer): Bad =>
  (attack) =>
    send(spoil(token(attack.clients.keys.es384, good(attack))));

const hmac =
  (bits: number, secretOf: (key: TestKey) => string): Bad =>
  (attack) => {
    const key = attack.clients.keys.rs384;
    return bearer(
      assemble({ ...headerOf(key), alg: `HS${bits}` }, good(attack), hmacWith(secretOf(key), bits)),
    );
  };

const fetching = (path: string): Bad => heading(({ clients }) => ({ jku: clients.jwks.url + path }), LISTED);

const jku = (value: (url: string) => string): Bad =>
  heading(({ clients }) => ({ jku: value(clients.jwks.url) }), LISTED);

/** Signed by a stranger, who brings the key along. */
const bringing =
  (headerOfKey: (stranger: TestKey) => Json): Bad =>
  (attack) => {
    const { stranger } = attack.clients.keys;
    return bearer(token(stranger, good(attack), headerOfKey(stranger)));
  };

const NONE = () => '';

const noneHeader =
  (alg: string): Bad =>
  (attack) =>
    bearer(assemble({ alg, kid: 'es384', typ: 'JWT' }, good(attack), NONE));

/** Kinds of calls without a good token, by what is wrong with them. */
export const badTokens: Readonly<Record<string, Bad>> = {
  // Unsigned, or with a symmetric algorithm.
  'no Authorization header': () => ({ path: DISCOVERY }),
  'alg none with an empty signature': noneHeader('none'),
  'alg None with an empty signature': noneHeader('None'),
  'alg none with the signature of a good token': (attack) => {
    const signature = token(attack.clients.keys.es384, good(attack)).split('.')[2]!;
    return bearer(assemble({ alg: 'none', kid: 'es384', typ: 'JWT' }, good(attack), () => signature));
  },
  'HS256 with the public key as secret': hmac(256, (key) => key.publicPem),
  'HS384 with the public key as secret': hmac(384, (key) => key.publicPem),
  'HS512 with the public key as secret': hmac(512, (key) => key.publicPem),
  'HS384 with the JWK as secret': hmac(384, (key) => JSON.stringify(key.jwk)),
  'HS384 with an empty secret': hmac(384, () => ''),
  // Algorithms.
  'RS256, which is not configured': (a) => bearer(token(a.clients.keys.rs384, good(a), { alg: 'RS256' })),
  'ES256 key under an ES384 header': (attack) => {
    const { es256 } = attack.clients.keys;
    return bearer(
      assemble({ alg: 'ES384', kid: 'es384', typ: 'JWT' }, good(attack), signedBy(es256, 'ES256')),
    );
  },
  'RS384 header on an EC signature': (a) =>
    bearer(
      assemble({ alg: 'RS384', kid: 'es384', typ: 'JWT' }, good(a), signedBy(a.clients.keys.es384, 'ES384')),
    ),
  'PS384, which is never configured': (a) => bearer(token(a.clients.keys.rs384, good(a), { alg: 'PS384' })),
  'no alg': (a) =>
    bearer(assemble({ kid: 'es384', typ: 'JWT' }, good(a), signedBy(a.clients.keys.es384, 'ES384'))),
  'alg in lower case': (a) =>
    bearer(
      assemble({ alg: 'es384', kid: 'es384', typ: 'JWT' }, good(a), signedBy(a.clients.keys.es384, 'ES384')),
    ),
  'alg in a list': (a) =>
    bearer(
      assemble(
        { alg: ['ES384'], kid: 'es384', typ: 'JWT' },
        good(a),
        signedBy(a.clients.keys.es384, 'ES384'),
      ),
    ),
  // Keys.
  'wrong key with the right kid': (a) => bearer(token(a.clients.keys.stranger, good(a))),
  'unknown kid': heading({ kid: 'nobody' }),
  'no kid, and several keys': heading({ kid: undefined }),
  'empty kid': heading({ kid: '' }),
  'kid that is a number': heading({ kid: 384 }),
  'kid of __proto__': heading({ kid: '__proto__' }),
  'kid of a key of another type': (a) =>
    bearer(
      assemble({ alg: 'ES384', kid: 'rs384', typ: 'JWT' }, good(a), signedBy(a.clients.keys.es384, 'ES384')),
    ),
  'kid of an unknown key of a published set': heading({ kid: 'nobody' }, PUBLISHED),
  'jwk in the header': bringing((key) => ({ jwk: key.jwk })),
  'x5c in the header': bringing(() => ({ x5c: ['MIIB'] })),
  'x5u in the header': bringing(() => ({ x5u: 'https://evil.example/cert.pem' })),
  'jwk in the header of a token that is signed well': heading({ jwk: {} }),
  // Header jku.
  'jku off the list': jku(() => 'https://evil.example/keys'),
  'jku that begins like a listed one': jku((url) => `${url}/keys/../evil`),
  'jku with a listed one as its prefix': jku((url) => `${url}/keys.evil`),
  'jku with a query added': jku((url) => `${url}/keys?x`),
  'jku with a fragment added': jku((url) => `${url}/keys#x`),
  'jku on the host of a listed one': jku((url) => `${url}/other`),
  'jku with a listed one as its user': jku((url) => `${url.replace('//', '//listed@')}/keys`),
  'jku in another case': jku((url) => `${url.toUpperCase()}/keys`),
  'jku that is a list': heading(({ clients }) => ({ jku: [`${clients.jwks.url}/keys`] }), LISTED),
  'no jku where keys are nowhere else': heading({}, LISTED),
  'jku that redirects': fetching('/redirect'),
  'jku that answers HTML': fetching('/html'),
  'jku that answers too much': fetching('/huge'),
  'jku that answers an empty JWK Set': fetching('/empty'),
  'jku that answers no JWK Set': fetching('/array'),
  'jku that is not there': fetching('/missing'),
  "jku of a stranger's keys for a client with inline keys": bringing(() => ({
    jku: 'https://evil.example/keys',
  })),
  // What must be understood, and what a JWT is.
  'crit of an extension': heading({ crit: ['exp'], exp: 1 }),
  'crit that is empty': heading({ crit: [] }),
  'b64 false with crit': heading({ crit: ['b64'], b64: false }),
  'b64 false without crit': heading({ b64: false }),
  'wrong typ': heading({ typ: 'at+jwt' }),
  'no typ': heading({ typ: undefined }),
  // Audience.
  'aud of another path': claiming((c, { baseUrl }) => ({ ...c, aud: `${baseUrl}${HOOK}` })),
  'aud without a path': claiming((c, { baseUrl }) => ({ ...c, aud: baseUrl })),
  'aud with a trailing slash': claiming((c, { baseUrl }) => ({ ...c, aud: `${baseUrl}${DISCOVERY}/` })),
  'aud with a query': claiming((c, { baseUrl }) => ({ ...c, aud: `${baseUrl}${DISCOVERY}?x=1` })),
  'aud that is the path only': claiming((c) => ({ ...c, aud: DISCOVERY })),
  'aud in another case': claiming((c, { baseUrl }) => ({ ...c, aud: baseUrl.toUpperCase() + DISCOVERY })),
  'aud of localhost for 127.0.0.1': claiming((c, { baseUrl }) => ({
    ...c,
    aud: baseUrl.replace('127.0.0.1', 'localhost') + DISCOVERY,
  })),
  'aud list without it': claiming((c, { baseUrl }) => ({ ...c, aud: [baseUrl, 'https://other.example'] })),
  'aud list that is empty': claiming((c) => ({ ...c, aud: [] })),
  'aud list inside a list': claiming((c) => ({ ...c, aud: [[c.aud]] })),
  'aud that is a number': claiming((c) => ({ ...c, aud: 8080 })),
  'no aud': claiming((c) => without(c, 'aud')),
  "discovery's aud on the service": (a) => bearer(token(a.clients.keys.es384, good(a)), HOOK),
  "feedback's aud on the service": (a) =>
    bearer(token(a.clients.keys.es384, { ...good(a), aud: a.baseUrl + FEEDBACK }), HOOK),
  "the service's aud on feedback": (a) =>
    bearer(token(a.clients.keys.es384, { ...good(a), aud: a.baseUrl + HOOK }), FEEDBACK),
  "the service's aud on /fhir": (a) =>
    bearer(token(a.clients.keys.es384, { ...good(a), aud: a.baseUrl + HOOK }), '/fhir/RiskAssessment'),
  'aud of the called /fhir path instead of its base': (a) =>
    bearer(
      token(a.clients.keys.es384, { ...good(a), aud: `${a.baseUrl}/fhir/RiskAssessment` }),
      '/fhir/RiskAssessment',
    ),
  // Issuer.
  'unknown iss': claiming((c) => ({ ...c, iss: 'https://evil.example' })),
  'no iss': claiming((c) => without(c, 'iss')),
  'empty iss': claiming((c) => ({ ...c, iss: '' })),
  'iss that is a list': claiming((c) => ({ ...c, iss: [EHR] })),
  'iss with a trailing slash': claiming((c) => ({ ...c, iss: `${EHR}/` })),
  'iss of __proto__': claiming((c) => ({ ...c, iss: '__proto__' })),
  "iss of another client under one's own key": (a) =>
    bearer(token(a.clients.keys.other, good(a, EHR), { kid: 'es384' })),
  "own iss under another client's key": (a) => bearer(token(a.clients.keys.es384, good(a, OTHER))),
  // Time.
  expired: claiming((c) => ({ ...c, iat: NOW_SECONDS - 600, exp: NOW_SECONDS - 300 })),
  'expired just beyond the skew': claiming((c) => ({ ...c, iat: NOW_SECONDS - 300, exp: NOW_SECONDS - 60 })),
  'nbf ahead': claiming((c) => ({ ...c, nbf: NOW_SECONDS + 61 })),
  'nbf that is text': claiming((c) => ({ ...c, nbf: String(NOW_SECONDS) })),
  'iat in the future': claiming((c) => ({ ...c, iat: NOW_SECONDS + 61 })),
  'a life longer than allowed': claiming((c) => ({ ...c, exp: NOW_SECONDS + 86_401 })),
  'a long life that began long ago': claiming((c) => ({ ...c, iat: 0 })),
  'exp before iat': claiming((c) => ({ ...c, iat: NOW_SECONDS + 30, exp: NOW_SECONDS + 20 })),
  'no exp': claiming((c) => without(c, 'exp')),
  'no iat': claiming((c) => without(c, 'iat')),
  'exp that is text': claiming((c) => ({ ...c, exp: String(NOW_SECONDS + 300) })),
  'exp that is infinite': (a) => {
    const claims = JSON.stringify(good(a)).replace(/"exp":\d+/, '"exp":1e999');
    const { es384 } = a.clients.keys;
    return bearer(assemble(headerOf(es384), claims, signedBy(es384, 'ES384')));
  },
  // jti.
  'no jti': claiming((c) => without(c, 'jti')),
  'empty jti': claiming((c) => ({ ...c, jti: '' })),
  'jti that is a number': claiming((c) => ({ ...c, jti: 1 })),
  'jti that is too long': claiming((c) => ({ ...c, jti: 'j'.repeat(257) })),
  // Tenant.
  'tenant that is not allowed': (a) =>
    bearer(token(a.clients.keys.es384, { ...good(a, TENANTED), tenant: 'east' })),
  'no tenant where one is needed': (a) => bearer(token(a.clients.keys.es384, good(a, TENANTED))),
  'tenants in a list': (a) =>
    bearer(token(a.clients.keys.es384, { ...good(a, TENANTED), tenant: ['north'] })),
  // Not a token.
  'changed payload': spoilt((jwt) => jwt.replace(/\.(.)/, (_, c) => `.${c === 'e' ? 'f' : 'e'}`)),
  'claims of another under this signature': (a) => {
    const { es384 } = a.clients.keys;
    const [header, , signature] = token(es384, good(a)).split('.');
    const claims = Buffer.from(JSON.stringify(good(a))).toString('base64url');
    return bearer(`${header}.${claims}.${signature}`);
  },
  'changed signature': spoilt(
    (jwt) => jwt.slice(0, -10) + (jwt.endsWith('AAAAAAAAAA') ? 'B' : 'A').repeat(10),
  ),
  'signature cut off': spoilt((jwt) => jwt.slice(0, jwt.lastIndexOf('.') + 1)),
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
  'two parts': spoilt((jwt) => jwt.split('.').slice(0, 2).join('.')),
  'four parts': spoilt((jwt) => `${jwt}.${jwt.split('.')[2]}`),
  'five parts': spoilt((jwt) => `${jwt}.a.b`),
  'not base64url': spoilt((jwt) => `!${jwt}`),
  'padded base64': spoilt((jwt) => `${jwt}==`),
  'header that is not JSON': (a) => {
    const { es384 } = a.clients.keys;
    return bearer(assemble('{"alg":', good(a), signedBy(es384, 'ES384')));
  },
  'payload that is not JSON': (a) => {
    const { es384 } = a.clients.keys;
    return bearer(assemble(headerOf(es384), 'not JSON', signedBy(es384, 'ES384')));
  },
  'payload that is an array': (a) => {
    const { es384 } = a.clients.keys;
    return bearer(assemble(headerOf(es384), [good(a)], signedBy(es384, 'ES384')));
  },
  'payload that is null': (a) => {
    const { es384 } = a.clients.keys;
    return bearer(assemble(headerOf(es384), 'null', signedBy(es384, 'ES384')));
  },
  'claims nested a thousand levels deep': (a) => {
    const { es384 } = a.clients.keys;
    const deep = `${'['.repeat(1_000)}${']'.repeat(1_000)}`;
    const claims = JSON.stringify({ ...good(a), aud: 'AUD' }).replace('"AUD"', deep);
    return bearer(assemble(headerOf(es384), claims, signedBy(es384, 'ES384')));
  },
  // Another way to send it.
  'scheme Basic': spoilt(
    (jwt) => jwt,
    (jwt) => raw(`Basic ${jwt}`),
  ),
  'no scheme': spoilt(
    (jwt) => jwt,
    (jwt) => raw(jwt),
  ),
  'bearer in lower case with garbage': () => raw('bearer garbage'),
  'Bearer and nothing': () => raw('Bearer '),
  'Bearer with a good token and more': spoilt(
    (jwt) => jwt,
    (jwt) => raw(`Bearer ${jwt} ${jwt}`),
  ),
  'Bearer list of a good token': spoilt(
    (jwt) => jwt,
    (jwt) => raw(`Bearer ${jwt}, Bearer ${jwt}`),
  ),
  'two Authorization headers': spoilt(
    (jwt) => jwt,
    (jwt) => ({
      path: DISCOVERY,
      headers: [`Authorization: Bearer ${jwt}`, `authorization: Bearer ${jwt}`],
    }),
  ),
  'token in the query string': spoilt(
    (jwt) => jwt,
    (jwt) => ({ path: `${DISCOVERY}?access_token=${jwt}` }),
  ),
  'token in another header': spoilt(
    (jwt) => jwt,
    (jwt) => ({
      path: DISCOVERY,
      headers: [`Proxy-Authorization: Bearer ${jwt}`],
    }),
  ),
  'a header of 12 kB': spoilt(
    (jwt) => jwt,
    (jwt) => raw(`Bearer ${jwt}${'a'.repeat(12_000)}`),
  ),
  'a header of 1 MB': spoilt(
    (jwt) => jwt,
    (jwt) => raw(`Bearer ${jwt}${'a'.repeat(1_000_000)}`),
  ),
  // Unicode.
  'full-width Bearer': spoilt(
    (jwt) => jwt,
    (jwt) => raw(`\uff22earer ${jwt}`),
  ),
  'no-break space after Bearer': spoilt(
    (jwt) => jwt,
    (jwt) => raw(`Bearer\u00a0${jwt}`),
  ),
  'zero-width space in the token': spoilt((jwt) => jwt.replace('.', '.\u200b')),
  'iss with a look-alike letter': claiming((c) => ({ ...c, iss: EHR.replace('e', '\u0435') })),
  'iss with a zero-width space': claiming((c) => ({ ...c, iss: `${EHR}\u200b` })),
  'kid with NUL at its end': heading({ kid: 'es384\u0000' }),
  'aud with an escaped letter': claiming((c, { baseUrl }) => ({ ...c, aud: `${baseUrl}/cds%2Dservices` })),
  'payload that is not UTF-8': (a) => {
    const { es384 } = a.clients.keys;
    const claims = Buffer.from(JSON.stringify({ ...good(a), x: 'X' }).replace('X', '\u00ff'), 'latin1');
    const input = `${Buffer.from(JSON.stringify(headerOf(es384))).toString('base64url')}.${claims.toString('base64url')}`;
    return bearer(`${input}.${signedBy(es384, 'ES384')(input)}`);
  },
  'a byte-order mark before the payload': (a) => {
    const { es384 } = a.clients.keys;
    return bearer(assemble(headerOf(es384), `\ufeff{"iss":"${EHR}"}`, signedBy(es384, 'ES384')));
  },
};
