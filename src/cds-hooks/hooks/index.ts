import type { HookDefinition } from './definition.ts';
import { patientView } from './patient-view.ts';

const definitions: readonly HookDefinition[] = [patientView];

/** The hooks this server understands, by name. */
export const hooks: ReadonlyMap<string, HookDefinition> = new Map(definitions.map((d) => [d.hook, d]));
