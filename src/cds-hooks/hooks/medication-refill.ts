import { z } from 'zod';
import { bundle, COMMON_TOKENS, common, type HookDefinition } from '../hook-definition.ts';

/** https://cds-hooks.hl7.org/hooks/medication-refill/ : a refill was asked for, perhaps by nobody who is logged in. */
export const definition: HookDefinition = {
  hook: 'medication-refill',
  version: '0.1.0',
  context: z.looseObject({ ...common, userId: common.userId.optional(), medications: bundle }),
  tokens: COMMON_TOKENS,
};
