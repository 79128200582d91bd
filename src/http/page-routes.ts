import { Router } from 'express';
import { modelView } from '../findings/model-view.ts';
import type { LoadedModel } from '../inference/registry.ts';
import { modelPage, modelsPage, resultPage, tryItPage } from '../insight/index.ts';
import { problem } from '../kernel/errors.ts';
import type { Store } from '../store/contract.ts';
import { sendProblems } from './errors.ts';

/** What people open: the try-it page, the models, and the result behind a card. */
export function pageRoutes(store: Store, models: readonly LoadedModel[], hasDemo: boolean): Router {
  const router = Router();
  const views = models.map(modelView);
  router.get('/', (_, response) =>
    hasDemo ? response.type('html').send(tryItPage()) : response.redirect('/models'),
  );
  router.get('/models', (_, response) => response.type('html').send(modelsPage(views)));
  router.get('/models/:name', (request, response) => {
    const found = views.find(({ name }) => name === request.params.name);
    if (found) response.type('html').send(modelPage(found));
    else sendProblems(response, [problem('unknown-model')]);
  });
  router.get('/insight/RiskAssessment/:id', async (request, response) => {
    const page = await resultPage({ store, models: views }, request.params.id);
    if (page.ok) response.type('html').send(page.value);
    else sendProblems(response, [page.error]);
  });
  return router;
}
