import type { CdsService } from '../../cds-hooks/types.ts';
import type { ServiceDependencies } from '../contract.ts';
import { prognosisService } from '../prognosis.ts';

/** Asks the models about the time after a stay. */
export const create = (dependencies: ServiceDependencies): readonly CdsService[] =>
  prognosisService(
    {
      id: 'prognosis-encounter-discharge',
      hook: 'encounter-discharge',
      title: 'Prognosis before discharge',
      description:
        'Risks after leaving, such as an early return to hospital, from values already in the record, the most important first, with what drives them. Research use.',
    },
    dependencies,
  );
