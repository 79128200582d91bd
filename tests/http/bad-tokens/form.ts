import { assemble, headerOf, signedBy } from '../../cds-hooks/client-auth/tokens.ts';
import { bearer, DISCOVERY, good, type Kinds, noneHeader, raw, spoilt } from './kinds.ts';

/** Calls without a token, or with something that is none. */
export const formKinds = {
  'no-token': {
    'no Authorization header': () => ({ path: DISCOVERY }),
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
  },
  'several-tokens': {
    'two Authorization headers': spoilt(
      (jwt) => jwt,
      (jwt) => ({
        path: DISCOVERY,
        headers: [`Authorization: Bearer ${jwt}`, `authorization: Bearer ${jwt}`],
      }),
    ),
  },
  malformed: {
    'alg none with an empty signature': noneHeader('none'),
    'alg None with an empty signature': noneHeader('None'),
    'changed payload': spoilt((jwt) => jwt.replace(/\.(.)/, (_, c) => `.${c === 'e' ? 'f' : 'e'}`)),
    'signature cut off': spoilt((jwt) => jwt.slice(0, jwt.lastIndexOf('.') + 1)),
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
    'a header of 12 kB': spoilt(
      (jwt) => jwt,
      (jwt) => raw(`Bearer ${jwt}${'a'.repeat(12_000)}`),
    ),
    'full-width Bearer': spoilt(
      (jwt) => jwt,
      (jwt) => raw(`\uff22earer ${jwt}`),
    ),
    'no-break space after Bearer': spoilt(
      (jwt) => jwt,
      (jwt) => raw(`Bearer\u00a0${jwt}`),
    ),
    'zero-width space in the token': spoilt((jwt) => jwt.replace('.', '.\u200b')),
    'payload that is not UTF-8': (a) => {
      const { es384 } = a.clients.keys;
      const claims = Buffer.from(JSON.stringify({ ...good(a), x: 'X' }).replace('X', '\u00ff'), 'latin1');
      const input = `${Buffer.from(JSON.stringify(headerOf(es384))).toString('base64url')}.${claims.toString('base64url')}`;
      return bearer(`${input}.${signedBy(es384, 'ES384')(input)}`);
    },
  },
  unparsable: {
    'a header of 1 MB': spoilt(
      (jwt) => jwt,
      (jwt) => raw(`Bearer ${jwt}${'a'.repeat(1_000_000)}`),
    ),
  },
} satisfies Kinds;
