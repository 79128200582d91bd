import type { CdsService } from '../cds-hooks/types.ts';
import { openPrognosisModel } from '../families/prognosis/index.ts';
import { unwrap } from '../kernel/result.ts';
import { type AskedModel, conceptsOf, createAsking } from './asking.ts';
import type { ServiceDependencies } from './contract.ts';

/** What tells one service that asks prognosis models from another. */
export type PrognosisService = Pick<CdsService, 'id' | 'hook' | 'title' | 'description'>;

/**
 * A service that asks every prognosis model whose manifest names it: a hospital adds one by adding a folder. A service
 * that no model names is not offered.
 */
export function prognosisService(
  service: PrognosisService,
  { models, links, history, log }: ServiceDependencies,
): readonly CdsService[] {
  const asked = models.models.flatMap((loaded): AskedModel[] => {
    const { family, services } = loaded.manifest;
    if (family !== 'prognosis' || !services.includes(service.id)) return [];
    const model = unwrap(openPrognosisModel(loaded));
    return [{ loaded, ask: (chart) => model.predict(chart) }];
  });
  if (asked.length === 0) return [];
  const respond = createAsking(asked, { service: service.id, links, history, log });
  const names = asked.map(({ loaded }) => loaded.manifest.name);
  return [{ ...service, concepts: conceptsOf(asked), models: names, respond }];
}
