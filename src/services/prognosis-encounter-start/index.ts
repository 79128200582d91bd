import type { CdsService } from '../../cds-hooks/types.ts';
import type { ServiceDependencies } from '../contract.ts';
import { prognosisService } from '../prognosis.ts';

/** Asks the models of acute care: how ill somebody is, and what is to be expected of this stay. */
export const create = (dependencies: ServiceDependencies): readonly CdsService[] =>
  prognosisService(
    {
      id: 'prognosis-encounter-start',
      hook: 'encounter-start',
      title: 'Prognosis when an encounter starts',
      description:
        'Risks and scores of somebody who was just admitted or seen, from values already in the record, the most important first, with what drives them. Research use.',
    },
    dependencies,
  );
