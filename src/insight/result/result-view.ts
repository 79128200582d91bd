import type { RiskAssessment } from '@medplum/fhirtypes';
import { all, optional } from '../../findings/extension-parts.ts';
import { type Estimate, toEstimate } from './estimate.ts';
import { type NotUsedRow, toNotUsed, toUsed, type UsedRow } from './input-rows.ts';

/** What a stored RiskAssessment says, in the shape of the page. */
export interface ResultView {
  readonly id: string;
  readonly method: string;
  readonly model?: { readonly name: string; readonly version?: string };
  readonly subject?: string;
  readonly assessed?: string;
  readonly performer?: string;
  readonly estimate?: Estimate;
  readonly retracted: boolean;
  readonly notes: readonly string[];
  readonly notUsed: readonly NotUsedRow[];
  /** Of an abstention: what the model had been told, where it was kept. */
  readonly read: readonly UsedRow[];
}

/** Reads the resource as it was stored; nothing is recomputed. Only a `final` assessment has an estimate. */
export function toResultView(stored: RiskAssessment): ResultView {
  const coding = stored.method?.coding?.[0];
  const estimate = stored.status === 'final' ? toEstimate(stored) : undefined;
  return {
    id: stored.id ?? '',
    method: stored.method?.text ?? coding?.display ?? coding?.code ?? 'Risk assessment',
    ...(coding?.code ? { model: { name: coding.code, ...optional('version', coding.version) } } : {}),
    ...optional('subject', stored.subject?.reference),
    ...optional('assessed', stored.occurrenceDateTime),
    ...optional('performer', stored.performer?.display ?? stored.performer?.reference),
    ...optional('estimate', estimate),
    retracted: stored.status === 'entered-in-error',
    notes: stored.note?.flatMap((n) => (n.text ? [n.text] : [])) ?? [],
    notUsed: all(stored, 'input-not-used').map(toNotUsed),
    read: all(stored, 'input-contribution').map(toUsed),
  };
}
