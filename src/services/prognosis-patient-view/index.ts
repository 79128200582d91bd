import type { CdsService } from '../../cds-hooks/types.ts';
import type { ServiceDependencies } from '../contract.ts';
import { prognosisService } from '../prognosis.ts';

/** Asks the models for whom an open record is enough. */
export const create = (dependencies: ServiceDependencies): readonly CdsService[] =>
  prognosisService(
    {
      id: 'prognosis-patient-view',
      hook: 'patient-view',
      title: 'Prognosis when a record is opened',
      description:
        'Absolute risks and scores from values already in the record, the most important first, with what drives them and a comparison with people of the same age and sex. Research use.',
    },
    dependencies,
  );
