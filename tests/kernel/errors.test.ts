import { describe, expect, it } from 'vitest';
import { CANONICAL } from '../../src/kernel/canonical.ts';
import { errorCodes, issueTypeOf, problem, statusOf } from '../../src/kernel/errors.ts';
import { toOperationOutcome } from '../../src/kernel/operation-outcome.ts';
import { err, ok, unwrap } from '../../src/kernel/result.ts';

/** https://hl7.org/fhir/R4/valueset-issue-type.html */
const ISSUE_TYPES =
  `invalid structure required value invariant security login unknown expired forbidden suppressed processing
  not-supported duplicate multiple-matches not-found deleted too-long code-invalid extension too-costly
  business-rule conflict transient lock-error no-store exception timeout incomplete throttled informational`.split(
    /\s+/,
  );

describe('the error catalogue', () => {
  it.each(errorCodes)('%s has an HTTP error status, an R4 issue type and a sentence', (code) => {
    expect(statusOf(code)).toBeGreaterThanOrEqual(400);
    expect(statusOf(code)).toBeLessThan(600);
    expect(ISSUE_TYPES).toContain(issueTypeOf(code));
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(problem(code).message).toMatch(/^\w.{7,}[^.]$/);
  });

  it('keeps the codes that clients match on', () => {
    expect(errorCodes).toEqual(
      expect.arrayContaining([
        'not-json',
        'hook-instance-not-uuid',
        'wrong-patient',
        'prefetch-failed',
        'not-found',
      ]),
    );
    expect([statusOf('not-json'), statusOf('prefetch-failed'), statusOf('too-large')]).toEqual([
      400, 412, 413,
    ]);
  });
});

describe('an OperationOutcome', () => {
  it('says what, where and how', () => {
    const outcome = toOperationOutcome([
      problem('hook-instance-not-uuid', {
        expression: 'hookInstance',
        diagnostics: 'got a 1-character string',
      }),
    ]);
    expect(outcome).toEqual({
      resourceType: 'OperationOutcome',
      issue: [
        {
          severity: 'error',
          code: 'invalid',
          details: {
            coding: [{ system: `${CANONICAL}/CodeSystem/error`, code: 'hook-instance-not-uuid' }],
            text: 'hookInstance must be a UUID',
          },
          diagnostics: 'got a 1-character string',
          expression: ['hookInstance'],
        },
      ],
    });
  });

  it('has one issue for each problem and no empty members', () => {
    const { issue } = toOperationOutcome([
      problem('not-found'),
      problem('internal', { message: 'Broken pipe' }),
    ]);
    expect(issue.map((i) => i.details?.text)).toEqual(['Not found', 'Broken pipe']);
    expect(Object.keys(issue[0]!)).toEqual(['severity', 'code', 'details']);
  });
});

describe('a result', () => {
  it('gives its value, or its problem as an exception', () => {
    expect(unwrap(ok(0))).toBe(0);
    expect(() => unwrap(err(problem('unknown-model')))).toThrow(
      'unknown-model: There is no model with this name',
    );
  });
});
