import { z } from 'zod';
import { bundle, COMMON_TOKENS, common, type HookDefinition } from '../hook-definition.ts';

/** https://cds-hooks.hl7.org/hooks/appointment-book/ : the user is about to book appointments. */
export const definition: HookDefinition = {
  hook: 'appointment-book',
  version: '1.0',
  context: z.looseObject({ ...common, appointments: bundle }),
  tokens: COMMON_TOKENS,
};
