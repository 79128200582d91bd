import { Router } from 'express';
import type { Store } from '../store/contract.ts';

/** `/livez`: the process answers. `/readyz`: it can also read its store and has models. */
export function healthRoutes(store: Store, modelCount: number): Router {
  const router = Router();
  router.get('/livez', (_, response) => {
    response.type('text/plain').send('ok');
  });
  router.get('/readyz', async (_, response) => {
    const stored = await store.ping();
    const checks = { store: stored.ok, models: modelCount > 0 };
    response.status(Object.values(checks).every(Boolean) ? 200 : 503).json(checks);
  });
  return router;
}
