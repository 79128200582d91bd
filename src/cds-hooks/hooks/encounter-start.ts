import { z } from 'zod';
import { COMMON_TOKENS, common, contextId, type HookDefinition } from '../hook-definition.ts';

/** https://cds-hooks.hl7.org/hooks/encounter-start/ : an encounter begins. */
export const definition: HookDefinition = {
  hook: 'encounter-start',
  version: '1.0',
  context: z.looseObject({ ...common, encounterId: contextId }),
  tokens: COMMON_TOKENS,
};
