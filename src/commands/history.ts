import type { RiskAssessment } from '@medplum/fhirtypes';
import { codeSystemUrl } from '../kernel/canonical.ts';
import type { History } from '../services/contract.ts';
import type { Store } from '../store/contract.ts';

/** Results that are read for one call: the latest few of each of the models that its cards are about. */
const MOST = 12;

/** Earlier results of a patient, from one search that never waits for what is just being saved. */
export const historyIn =
  (store: Store): History =>
  async (patientId, models) => {
    const { resources } = await store.search({
      type: 'RiskAssessment',
      conditions: [
        { param: 'subject', values: [`Patient/${patientId}`], op: 'eq' },
        { param: 'method', values: models.map((name) => `${codeSystemUrl('model')}|${name}`), op: 'eq' },
      ],
      limit: MOST,
      offset: 0,
      mayLag: true,
    });
    return resources.map(({ resource }) => resource as RiskAssessment);
  };
