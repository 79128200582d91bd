import { assemble, headerOf, NOW_SECONDS, signedBy, token } from '../../cds-hooks/client-auth/tokens.ts';
import { EHR, TENANTED } from '../clients.ts';
import { bearer, claiming, DISCOVERY, FEEDBACK, good, HOOK, type Kinds, without } from './kinds.ts';

/** Tokens that are signed well, and say the wrong thing. */
export const claimsKinds = {
  audience: {
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
    'claims nested a thousand levels deep': (a) => {
      const { es384 } = a.clients.keys;
      const deep = `${'['.repeat(1_000)}${']'.repeat(1_000)}`;
      const claims = JSON.stringify({ ...good(a), aud: 'AUD' }).replace('"AUD"', deep);
      return bearer(assemble(headerOf(es384), claims, signedBy(es384, 'ES384')));
    },
    'aud with an escaped letter': claiming((c, { baseUrl }) => ({ ...c, aud: `${baseUrl}/cds%2Dservices` })),
    'a byte-order mark before the payload': (a) => {
      const { es384 } = a.clients.keys;
      return bearer(assemble(headerOf(es384), `\ufeff{"iss":"${EHR}"}`, signedBy(es384, 'ES384')));
    },
  },
  issuer: {
    'unknown iss': claiming((c) => ({ ...c, iss: 'https://evil.example' })),
    'no iss': claiming((c) => without(c, 'iss')),
    'empty iss': claiming((c) => ({ ...c, iss: '' })),
    'iss that is a list': claiming((c) => ({ ...c, iss: [EHR] })),
    'iss with a trailing slash': claiming((c) => ({ ...c, iss: `${EHR}/` })),
    'iss of __proto__': claiming((c) => ({ ...c, iss: '__proto__' })),
    'iss with a look-alike letter': claiming((c) => ({ ...c, iss: EHR.replace('e', '\u0435') })),
    'iss with a zero-width space': claiming((c) => ({ ...c, iss: `${EHR}\u200b` })),
  },
  expired: {
    expired: claiming((c) => ({ ...c, iat: NOW_SECONDS - 600, exp: NOW_SECONDS - 300 })),
    'expired just beyond the skew': claiming((c) => ({
      ...c,
      iat: NOW_SECONDS - 300,
      exp: NOW_SECONDS - 60,
    })),
  },
  'not-yet-valid': {
    'nbf ahead': claiming((c) => ({ ...c, nbf: NOW_SECONDS + 61 })),
    'nbf that is text': claiming((c) => ({ ...c, nbf: String(NOW_SECONDS) })),
    'iat in the future': claiming((c) => ({ ...c, iat: NOW_SECONDS + 61 })),
  },
  lifetime: {
    'a life longer than allowed': claiming((c) => ({ ...c, exp: NOW_SECONDS + 86_401 })),
    'a long life that began long ago': claiming((c) => ({ ...c, iat: 0 })),
    'exp before iat': claiming((c) => ({ ...c, iat: NOW_SECONDS + 30, exp: NOW_SECONDS + 20 })),
  },
  claims: {
    'no exp': claiming((c) => without(c, 'exp')),
    'no iat': claiming((c) => without(c, 'iat')),
    'exp that is text': claiming((c) => ({ ...c, exp: String(NOW_SECONDS + 300) })),
    'exp that is infinite': (a) => {
      const claims = JSON.stringify(good(a)).replace(/"exp":\d+/, '"exp":1e999');
      const { es384 } = a.clients.keys;
      return bearer(assemble(headerOf(es384), claims, signedBy(es384, 'ES384')));
    },
    'no jti': claiming((c) => without(c, 'jti')),
    'empty jti': claiming((c) => ({ ...c, jti: '' })),
    'jti that is a number': claiming((c) => ({ ...c, jti: 1 })),
    'jti that is too long': claiming((c) => ({ ...c, jti: 'j'.repeat(257) })),
  },
  tenant: {
    'tenant that is not allowed': (a) =>
      bearer(token(a.clients.keys.es384, { ...good(a, TENANTED), tenant: 'east' })),
    'no tenant where one is needed': (a) => bearer(token(a.clients.keys.es384, good(a, TENANTED))),
    'tenants in a list': (a) =>
      bearer(token(a.clients.keys.es384, { ...good(a, TENANTED), tenant: ['north'] })),
  },
} satisfies Kinds;
