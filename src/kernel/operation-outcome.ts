import type { OperationOutcome } from '@medplum/fhirtypes';
import { codeSystemUrl } from './canonical.ts';
import { issueTypeOf, type Problem } from './errors.ts';

/** Problems as an R4 OperationOutcome, without empty members. */
export function toOperationOutcome(problems: readonly Problem[]): OperationOutcome {
  return { resourceType: 'OperationOutcome', issue: problems.map(toIssue) };
}

function toIssue(p: Problem): NonNullable<OperationOutcome['issue']>[number] {
  return {
    severity: 'error',
    code: issueTypeOf(p.code) as 'invalid',
    details: { coding: [{ system: codeSystemUrl('error'), code: p.code }], text: p.message },
    ...(p.diagnostics ? { diagnostics: p.diagnostics } : {}),
    ...(p.expression ? { expression: [p.expression] } : {}),
  };
}
