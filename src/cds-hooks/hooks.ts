import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HookDefinition } from './hook-definition.ts';

/** Every file of `hooks/` is a hook: a new one needs no registration. */
const names = readdirSync(join(import.meta.dirname, 'hooks')).map((file) => file.replace(/\.ts$/, ''));

const modules = await Promise.all(
  names.sort().map((name): Promise<{ readonly definition: HookDefinition }> => import(`./hooks/${name}.ts`)),
);

/** The hooks this server understands, by name. */
export const hooks: ReadonlyMap<string, HookDefinition> = new Map(
  modules.map(({ definition }) => [definition.hook, definition]),
);
