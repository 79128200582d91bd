import type { RiskAssessment } from '@medplum/fhirtypes';
import type { FeedbackDependencies, KnownCard } from '../cds-hooks/feedback/handler.ts';
import { cardsOf, cardToken } from '../findings/card-identifier.ts';
import { feedbackObservation } from '../findings/feedback-observation.ts';
import type { Store } from '../store/contract.ts';

/** Finds cards by the results behind them, and keeps feedback as Observations about those. */
export const cardFeedback = (store: Store): Pick<FeedbackDependencies, 'findCards' | 'record'> => ({
  async findCards(uuids) {
    const asked = new Set(uuids);
    const conditions = [{ param: 'identifier', values: uuids.map(cardToken), op: 'eq' as const }];
    const found = await store.search({
      type: 'RiskAssessment',
      conditions,
      limit: uuids.length,
      offset: 0,
    });
    const cards = found.resources.flatMap(({ resource }) => knownCards(resource as RiskAssessment));
    return new Map(cards.filter(([uuid]) => asked.has(uuid)));
  },
  record: (answered) =>
    store.save(
      answered.map(({ feedback, service, assessment }) => feedbackObservation(feedback, service, assessment)),
    ),
});

/** Every card that showed the result: each is of one service. */
const knownCards = (assessment: RiskAssessment): [string, KnownCard][] =>
  cardsOf(assessment).map(({ uuid, service }) => [uuid, { assessment, service }]);
