import type { CdsService } from '../../cds-hooks/types.ts';
import type { ServiceDependencies } from '../contract.ts';
import { imagingService } from '../imaging.ts';

/** Shows what models say of the patient's newest pictures. */
export const create = (dependencies: ServiceDependencies): readonly CdsService[] =>
  imagingService(
    {
      id: 'imaging-patient-view',
      hook: 'patient-view',
      title: 'Findings on pictures when a record is opened',
      description:
        'What image models find on the pictures of the last week, with where on the picture it comes from. A picture is analysed once, in the background: until then the card says that the analysis is under way. Research use.',
    },
    dependencies,
  );
