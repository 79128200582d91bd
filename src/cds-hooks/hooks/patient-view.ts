import { z } from 'zod';
import { COMMON_TOKENS, common, type HookDefinition } from '../hook-definition.ts';

/** https://cds-hooks.hl7.org/hooks/patient-view/ : the user opened a patient's record. */
export const definition: HookDefinition = {
  hook: 'patient-view',
  version: '1.0',
  context: z.looseObject(common),
  tokens: COMMON_TOKENS,
};
