import { describe, expect, it } from 'vitest';
import { definition as patientView } from '../../src/cds-hooks/hooks/patient-view.ts';
import { parseHookRequest } from '../../src/cds-hooks/request.ts';

const valid = {
  hook: 'patient-view',
  hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
  context: { userId: 'Practitioner/1', patientId: '1' },
};

const parse = (body: unknown) => parseHookRequest(body, patientView);

describe('parseHookRequest', () => {
  it('reads a minimal call, ignoring unknown members and extensions', () => {
    const body = { ...valid, extension: { 'org.example': { a: 1 } }, later: true };
    expect(parse(body)).toMatchObject({ ok: true, value: { context: { patientId: '1' }, prefetch: {} } });
  });

  it('reads the token of fhirAuthorization', () => {
    const fhirAuthorization = {
      access_token: 's3cret',
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'x',
      subject: 'y',
    };
    const result = parse({ ...valid, fhirServer: 'https://ehr.example/fhir', fhirAuthorization });
    expect(result).toMatchObject({ ok: true, value: { accessToken: 's3cret' } });
  });

  it.each([
    [[], 'not-an-object', undefined],
    ['text', 'not-an-object', undefined],
    [null, 'not-an-object', undefined],
    [{}, 'required-field', 'hook'],
    [{ ...valid, hook: 7 }, 'invalid-field', 'hook'],
    [{ ...valid, hook: 'order-sign' }, 'wrong-hook', 'hook'],
    [{ ...valid, hookInstance: undefined }, 'required-field', 'hookInstance'],
    [{ ...valid, hookInstance: 'x' }, 'hook-instance-not-uuid', 'hookInstance'],
    [{ ...valid, context: undefined }, 'required-field', 'context'],
    [{ ...valid, context: 'Patient/1' }, 'invalid-field', 'context'],
    [{ ...valid, context: { userId: 'Practitioner/1' } }, 'required-field', 'context.patientId'],
    [{ ...valid, context: { ...valid.context, patientId: 'a b' } }, 'invalid-field', 'context.patientId'],
    [{ ...valid, context: { patientId: '1' } }, 'required-field', 'context.userId'],
    [{ ...valid, fhirServer: 'ftp://x' }, 'invalid-field', 'fhirServer'],
    [
      { ...valid, fhirAuthorization: { access_token: 'a', token_type: 'Bearer' } },
      'required-field',
      'fhirServer',
    ],
    [{ ...valid, prefetch: [] }, 'invalid-field', 'prefetch'],
  ])('refuses %j with %s', (body, code, expression) => {
    const result = parse(body);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.error[0]).toMatchObject({ code, ...(expression ? { expression } : {}) });
  });

  it('names every element that is wrong, and repeats no value', () => {
    const result = parse({
      hook: 'patient-view',
      hookInstance: 'Jane Doe',
      context: {},
      fhirServer: 'Jane Doe',
    });
    const problems = result.ok ? [] : result.error;
    expect(problems.map((p) => p.expression)).toEqual(['hookInstance', 'fhirServer']);
    expect(JSON.stringify(problems)).not.toContain('Jane');
  });
});
