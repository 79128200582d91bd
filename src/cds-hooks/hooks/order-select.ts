import { z } from 'zod';
import { bundle, COMMON_TOKENS, common, type HookDefinition, reference } from '../hook-definition.ts';

/** https://cds-hooks.hl7.org/hooks/order-select/ : the user selected orders that are still drafts. */
export const definition: HookDefinition = {
  hook: 'order-select',
  version: '1.0',
  context: z.looseObject({ ...common, selections: z.array(reference), draftOrders: bundle }),
  tokens: COMMON_TOKENS,
};
