import type { RiskAssessment } from '@medplum/fhirtypes';
import type { ServiceRequest } from '../cds-hooks/types.ts';
import type { Finding } from '../findings/finding.ts';
import { trendOf } from '../findings/trend.ts';
import { byDeadline } from '../kernel/deadline.ts';
import { describeDefect, type Logger } from '../kernel/logger.ts';
import type { History } from './contract.ts';

/** A finding → how it differs from the result before it. */
export type Trends = (finding: Finding) => string | undefined;

const NONE: Trends = () => undefined;

/** Looks once for what is stored of the findings that cards are about. What fails or is late costs the trends only. */
export async function trendsOf(
  findings: readonly Finding[],
  { context, deadline }: ServiceRequest,
  history: History,
  log: Logger,
): Promise<Trends> {
  const answers = findings.filter(({ output }) => output.kind !== 'abstention');
  if (answers.length === 0) return NONE;
  const models = [...new Set(answers.map(({ output }) => output.model.name))];
  try {
    const stored = await byDeadline(deadline, Promise.resolve(history(context.patientId, models)));
    if (!stored.inTime || stored.value.length === 0) return NONE;
    return (finding) => trendIn(finding, stored.value);
  } catch (cause) {
    log.warn({ error: describeDefect(cause) }, 'earlier results could not be read');
    return NONE;
  }
}

function trendIn(finding: Finding, stored: readonly RiskAssessment[]): string | undefined {
  const current = finding.resources().find((r) => r.resourceType === 'RiskAssessment');
  const words = current && trendOf(current, stored)?.words;
  return words && `${words}.`;
}
