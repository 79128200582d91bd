import { z } from 'zod';
import { COMMON_TOKENS, common, type HookDefinition, resourceOf } from '../hook-definition.ts';

/** medication-verify, in the CDS Hooks library's repository: a medication is checked before it is dispensed. */
export const definition: HookDefinition = {
  hook: 'medication-verify',
  version: '0.1.0',
  context: z.looseObject({
    ...common,
    medication: resourceOf('MedicationRequest', 'MedicationDispense', 'MedicationStatement', 'Bundle'),
  }),
  tokens: COMMON_TOKENS,
};
