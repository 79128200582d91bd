import { readdir } from 'node:fs/promises';
import type { CdsService } from '../cds-hooks/types.ts';
import type { ServiceDependencies, ServiceModule } from './contract.ts';

/** Every folder beside this file is a CDS service: a new one needs no registration. */
export async function loadServices(dependencies: ServiceDependencies): Promise<readonly CdsService[]> {
  const entries = await readdir(import.meta.dirname, { withFileTypes: true });
  const folders = entries
    .filter((e) => e.isDirectory())
    .map((e) => e.name)
    .sort();
  const modules = await Promise.all(
    folders.map((name): Promise<ServiceModule> => import(`./${name}/index.ts`)),
  );
  return modules.flatMap((module) => module.create(dependencies));
}
