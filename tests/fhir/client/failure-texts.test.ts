import { describe, expect, it } from 'vitest';
import { failureOf, fetchFailures, toProblem } from '../../../src/fhir/client/failures.ts';

const error = (code: string) => Object.assign(new Error('connect to 10.1.2.3 as Mallory'), { code });

describe('fetch failures', () => {
  it('have texts of their own', () => {
    const texts = fetchFailures.map((failure) => toProblem(failure).diagnostics);
    expect(new Set(texts).size).toBe(fetchFailures.length);
  });

  // Codes of Node's errors: https://nodejs.org/api/errors.html, https://nodejs.org/api/tls.html#x509-certificate-error-codes
  it.each([
    ['ECONNRESET', 'reset'],
    ['EPIPE', 'reset'],
    ['ECONNREFUSED', 'unreachable'],
    ['ENETUNREACH', 'unreachable'],
    ['ETIMEDOUT', 'unreachable'],
    ['HPE_HEADER_OVERFLOW', 'headers-too-large'],
    ['HPE_INVALID_CONSTANT', 'not-http-answer'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'not-trusted'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'not-trusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'not-trusted'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'not-trusted'],
    ['CERT_HAS_EXPIRED', 'not-trusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'not-trusted'],
  ])('know %s', (code, failure) => expect(failureOf(error(code))).toBe(failure));

  it('take what they do not know for a server that cannot be reached', () => {
    for (const cause of [new Error('x'), 'x', undefined]) expect(failureOf(cause)).toBe('unreachable');
  });
});
