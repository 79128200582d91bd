import { readdir } from 'node:fs/promises';
import type { CdsService } from '../cds-hooks/types.ts';
import type { ServiceDependencies, ServiceModule } from './contract.ts';

/**
 * Every folder beside this file is a CDS service: a new one needs no registration. A model that names services none of
 * which asks it is logged: its answers would be missed.
 */
export async function loadServices(dependencies: ServiceDependencies): Promise<readonly CdsService[]> {
  const entries = await readdir(import.meta.dirname, { withFileTypes: true });
  const folders = entries
    .filter((e) => e.isDirectory())
    .map((e) => e.name)
    .sort();
  const modules = await Promise.all(
    folders.map((name): Promise<ServiceModule> => import(`./${name}/index.ts`)),
  );
  const services = modules.flatMap((module) => module.create(dependencies));
  const asked = new Set(services.flatMap(({ models = [] }) => models));
  for (const { manifest } of dependencies.models.models)
    if (manifest.services.length > 0 && !asked.has(manifest.name))
      dependencies.log.warn(
        { model: manifest.name, service: manifest.services.join(', ') },
        'no service asks a model: its manifest names none of its family',
      );
  return services;
}
