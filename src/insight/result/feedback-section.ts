import type { Observation } from '@medplum/fhirtypes';
import { type RecordedFeedback, readFeedback } from '../../findings/feedback-observation.ts';
import type { Store } from '../../store/contract.ts';
import { type Html, html } from '../html.ts';
import { section, table } from '../layout.ts';
import { dateTime } from '../numbers.ts';

const MOST = 50;

/** What clinicians did with the card of a result, latest first; their comments stay in the FHIR store. */
export async function feedbackSection(store: Store, id: string): Promise<Html | undefined> {
  const focus = { param: 'focus', values: [`RiskAssessment/${id}`], op: 'eq' } as const;
  const { resources } = await store.search({
    type: 'Observation',
    conditions: [focus],
    sort: [{ param: 'date', descending: true }],
    limit: MOST,
    offset: 0,
  });
  const given = resources.flatMap(({ resource }) => readFeedback(resource as Observation) ?? []);
  if (given.length === 0) return undefined;
  const caption = given.length > 1 ? 'Latest first: the first counts' : 'As the EHR sent it';
  return section(
    'feedback',
    'Feedback on the card',
    table(caption, ['When', 'What was done', 'Reason'], given.map(rowOf)),
  );
}

const rowOf = ({ at, outcome, reason }: RecordedFeedback) => [
  html`${dateTime(at)}`,
  outcome === 'accepted' ? 'Accepted' : 'Set aside',
  reason ? (reason.display ?? reason.code) : outcome === 'overridden' && 'not given',
];
