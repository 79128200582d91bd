import type { RiskAssessment } from '@medplum/fhirtypes';
import type { FeedbackDependencies, KnownCard } from '../cds-hooks/feedback/handler.ts';
import { serviceOf } from '../findings/extensions.ts';
import { feedbackObservation } from '../findings/feedback-observation.ts';
import { cardIdentifier } from '../findings/risk-assessment.ts';
import type { Store } from '../store/contract.ts';

/** Finds cards by the results behind them, and keeps feedback as Observations about those. */
export const cardFeedback = (store: Store): Pick<FeedbackDependencies, 'findCards' | 'record'> => ({
  async findCards(uuids) {
    const tokens = new Map(uuids.map((uuid) => [tokenOf(cardIdentifier(uuid)), uuid]));
    const conditions = [{ param: 'identifier', values: [...tokens.keys()], op: 'eq' as const }];
    const found = await store.search({
      type: 'RiskAssessment',
      conditions,
      limit: uuids.length,
      offset: 0,
    });
    const cards = found.resources.map(({ resource }) => knownCard(resource as RiskAssessment));
    return new Map(
      cards.flatMap((card) => uuidsOf(card, tokens).map((uuid): [string, KnownCard] => [uuid, card])),
    );
  },
  record: (answered) =>
    store.save(
      answered.map(({ feedback, service, assessment }) => feedbackObservation(feedback, service, assessment)),
    ),
});

const tokenOf = ({ system, value }: { readonly system?: string; readonly value?: string }): string =>
  `${system}|${value}`;

function knownCard(assessment: RiskAssessment): KnownCard {
  const service = serviceOf(assessment);
  return { assessment, ...(service === undefined ? {} : { service }) };
}

const uuidsOf = ({ assessment }: KnownCard, tokens: ReadonlyMap<string, string>): string[] =>
  (assessment.identifier ?? []).flatMap((identifier) => tokens.get(tokenOf(identifier)) ?? []);
