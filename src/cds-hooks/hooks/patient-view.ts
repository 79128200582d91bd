import { z } from 'zod';
import { contextId, type HookDefinition } from './definition.ts';

/** patient-view 1.0, https://cds-hooks.hl7.org/hooks/patient-view/ : the user opened a patient's record. */
export const patientView: HookDefinition = {
  hook: 'patient-view',
  context: z.looseObject({
    userId: z.string().min(1),
    patientId: contextId,
    encounterId: contextId.optional(),
  }),
};
