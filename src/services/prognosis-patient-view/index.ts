import type { CdsService } from '../../cds-hooks/types.ts';
import { openPrognosisModel } from '../../families/prognosis/index.ts';
import { unwrap } from '../../kernel/result.ts';
import { type AskedModel, conceptsOf, createAsking } from '../asking.ts';
import type { ServiceDependencies } from '../contract.ts';

const ID = 'prognosis-patient-view';

/** A clinician has ten seconds. */
const MOST_CARDS = 3;

/** Asks every prognosis model of the registry: a hospital adds one by adding a folder. */
export function create({ models, links, log }: ServiceDependencies): CdsService {
  const asked = models.models.flatMap((loaded): AskedModel[] => {
    if (loaded.manifest.family !== 'prognosis') return [];
    const model = unwrap(openPrognosisModel(loaded));
    return [{ loaded, ask: (chart) => model.predict(chart) }];
  });
  return {
    id: ID,
    hook: 'patient-view',
    title: 'Prognosis when a record is opened',
    description:
      'Absolute risk from values already in the record, with its interval, a comparison with people of the same age and sex, and what drives it. Research use.',
    concepts: conceptsOf(asked),
    respond: createAsking(asked, { service: ID, links, log, mostCards: MOST_CARDS }),
  };
}
