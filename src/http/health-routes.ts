import { Router } from 'express';
import type { Store } from '../store/contract.ts';
import type { Draining } from './draining.ts';

/** `/livez`: the process answers. `/readyz`: it can also read its store, has models and is not about to stop. */
export function healthRoutes(store: Store, modelCount: number, draining: Draining): Router {
  const router = Router();
  router.get('/livez', (_, response) => {
    response.type('text/plain').send('ok');
  });
  router.get('/readyz', async (_, response) => {
    const stored = await store.ping();
    const checks = { store: stored.ok, models: modelCount > 0, accepting: !draining.isUnderway };
    response.status(Object.values(checks).every(Boolean) ? 200 : 503).json(checks);
  });
  return router;
}
