import { describe, expect, it } from 'vitest';
import { problem } from '../../src/kernel/errors.ts';
import { answer, type FhirRequest, readTarget, refuse, withQuery } from '../../src/kernel/fhir-http.ts';

const target = (method: string, url: string, rest: Partial<FhirRequest> = {}) =>
  readTarget({ method, url, headers: {}, ...rest });

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the target of a FHIR request', () => {
  it('is its decoded path and its parameters in order', () => {
    expect(target('GET', '/Device/a%2Fb?x=1&y=2+3&x=%C3%A9?=4')).toEqual({
      ok: true,
      value: {
        path: ['Device', 'a/b'],
        pairs: [
          ['x', '1'],
          ['y', '2 3'],
          ['x', 'é?=4'],
        ],
      },
    });
    expect(target('HEAD', '')).toEqual({ ok: true, value: { path: [], pairs: [] } });
  });

  it('is the same for a posted search', () => {
    const body = { code: ['b', 'c'], _format: 'json' };
    expect(target('POST', '/Device/_search?code=a', { headers: FORM, body })).toEqual({
      ok: true,
      value: {
        path: ['Device'],
        pairs: [
          ['code', 'a'],
          ['code', 'b'],
          ['code', 'c'],
          ['_format', 'json'],
        ],
      },
    });
    expect(target('POST', '/Device/_search')).toMatchObject({ ok: true, value: { pairs: [] } });
  });

  const refusals: [string, FhirRequest, number][] = [
    ['another method', { method: 'PUT', url: '/Device/1', headers: {} }, 405],
    ['a post that is no search', { method: 'POST', url: '/Device/1/_search', headers: {} }, 405],
    ['a malformed path', { method: 'GET', url: '/%', headers: {} }, 400],
    ['a malformed query', { method: 'GET', url: '/Device?x=%', headers: {} }, 400],
    ['another format', { method: 'GET', url: '/Device', headers: { accept: 'text/html' } }, 406],
    [
      'another body',
      {
        method: 'POST',
        url: '/Device/_search',
        headers: { 'content-type': 'application/x-www-form-urlencodedx' },
      },
      415,
    ],
  ];
  it.each(refusals)('is refused: %s', (_, request, status) => {
    const refused = readTarget(request);
    expect(refused).toMatchObject({ ok: false, error: { status } });
  });
});

describe('FHIR responses', () => {
  it('are FHIR JSON', () => {
    expect(answer({ a: 1 }, { ETag: 'W/"1"' })).toEqual({
      status: 200,
      headers: { 'Content-Type': 'application/fhir+json; charset=utf-8', ETag: 'W/"1"' },
      body: { a: 1 },
    });
    expect(refuse(problem('not-found'))).toMatchObject({
      status: 404,
      body: { resourceType: 'OperationOutcome' },
    });
  });

  it('have a query only when there are parameters', () => {
    expect(withQuery('/Device', [])).toBe('/Device');
    expect(withQuery('/Device', [['code', 'a|b c']])).toBe('/Device?code=a%7Cb+c');
  });
});
