import type { OperationOutcome } from '@medplum/fhirtypes';
import { codeSystemUrl } from './canonical.ts';
import { issueTypeOf, type Problem } from './errors.ts';

type Issue = NonNullable<OperationOutcome['issue']>[number];

/** Problems as an R4 OperationOutcome, without empty members. */
export function toOperationOutcome(
  problems: readonly Problem[],
  severity: Issue['severity'] = 'error',
): OperationOutcome {
  return { resourceType: 'OperationOutcome', issue: problems.map((p) => toIssue(p, severity)) };
}

function toIssue(p: Problem, severity: Issue['severity']): Issue {
  return {
    severity,
    code: issueTypeOf(p.code) as 'invalid',
    details: { coding: [{ system: codeSystemUrl('error'), code: p.code }], text: p.message },
    ...(p.diagnostics ? { diagnostics: p.diagnostics } : {}),
    ...(p.expression ? { expression: [p.expression] } : {}),
  };
}
