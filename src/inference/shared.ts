import type { Manifest } from './manifest.ts';
import type { Abstention } from './prediction.ts';

/** What every answer of a model carries. */
export const shared = ({
  name,
  version,
  outcome,
}: Pick<Manifest, 'name' | 'version' | 'outcome'>): Pick<Abstention, 'model' | 'outcome' | 'horizon'> => ({
  model: { name, version },
  outcome: outcome.coding,
  ...(outcome.horizon ? { horizon: outcome.horizon } : {}),
});
