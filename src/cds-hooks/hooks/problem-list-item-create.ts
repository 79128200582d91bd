import { z } from 'zod';
import { bundle, COMMON_TOKENS, common, type HookDefinition } from '../hook-definition.ts';

/** https://cds-hooks.hl7.org/hooks/problem-list-item-create/ : the user is about to add to the problem list. */
export const definition: HookDefinition = {
  hook: 'problem-list-item-create',
  version: '0.1.0',
  context: z.looseObject({ ...common, conditions: bundle }),
  tokens: COMMON_TOKENS,
};
