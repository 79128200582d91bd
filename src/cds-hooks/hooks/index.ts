import { readdirSync } from 'node:fs';
import type { HookDefinition } from './definition.ts';

/** Every other file of this folder is a hook: a new one needs no registration. */
const files = readdirSync(import.meta.dirname).filter(
  (name) => name.endsWith('.ts') && name !== 'index.ts' && name !== 'definition.ts',
);

const modules = await Promise.all(
  files.sort().map((name): Promise<{ readonly definition: HookDefinition }> => import(`./${name}`)),
);

/** The hooks this server understands, by name. */
export const hooks: ReadonlyMap<string, HookDefinition> = new Map(
  modules.map(({ definition }) => [definition.hook, definition]),
);
