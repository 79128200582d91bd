import { z } from 'zod';
import { bundle, COMMON_TOKENS, common, type HookDefinition } from '../hook-definition.ts';

/** https://cds-hooks.hl7.org/hooks/order-sign/ : the user is about to sign orders. */
export const definition: HookDefinition = {
  hook: 'order-sign',
  version: '1.0',
  context: z.looseObject({ ...common, draftOrders: bundle }),
  tokens: COMMON_TOKENS,
};
