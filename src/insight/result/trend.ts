import type { RiskAssessment } from '@medplum/fhirtypes';
import { trendOf } from '../../findings/trend.ts';
import type { Store } from '../../store/contract.ts';

/** Results of the same person and model that are looked through for the one before. */
const MOST = 50;

/** "12%, was 9.0% on 3 Mar 2026": how a result differs from the one before it. */
export async function trendIn(store: Store, current: RiskAssessment): Promise<string | undefined> {
  const { system, code } = current.method?.coding?.[0] ?? {};
  const subject = current.subject?.reference;
  if (!code || !subject) return undefined;
  const { resources } = await store.search({
    type: 'RiskAssessment',
    conditions: [
      { param: 'subject', values: [subject], op: 'eq' },
      { param: 'method', values: [system ? `${system}|${code}` : code], op: 'eq' },
    ],
    sort: [{ param: 'date', descending: true }],
    limit: MOST,
    offset: 0,
  });
  return trendOf(
    current,
    resources.map(({ resource }) => resource as RiskAssessment),
  )?.words;
}
