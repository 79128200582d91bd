import { z } from 'zod';
import { contextId, type HookDefinition, reference, resourceOf } from '../hook-definition.ts';

/**
 * https://cds-hooks.hl7.org/hooks/order-dispatch/ : somebody is chosen to perform orders. There is no user. The
 * published example misspells `fulfillmentTasks` with a hyphen; like every unknown member it is passed over.
 */
export const definition: HookDefinition = {
  hook: 'order-dispatch',
  version: '1.1',
  context: z.looseObject({
    patientId: contextId,
    dispatchedOrders: z.array(reference).min(1),
    performer: reference,
    fulfillmentTasks: z.array(resourceOf('Task')).optional(),
  }),
  tokens: ['patientId'],
};
