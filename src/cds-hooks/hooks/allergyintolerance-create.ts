import { z } from 'zod';
import { COMMON_TOKENS, common, type HookDefinition, resourceOf } from '../hook-definition.ts';

/** https://cds-hooks.hl7.org/hooks/allergyintolerance-create/ : the user is about to record an allergy. */
export const definition: HookDefinition = {
  hook: 'allergyintolerance-create',
  version: '0.1.0',
  context: z.looseObject({ ...common, allergyIntolerance: resourceOf('AllergyIntolerance') }),
  tokens: COMMON_TOKENS,
};
