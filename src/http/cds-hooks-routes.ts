import { type RequestHandler, Router } from 'express';
import type { FeedbackHandler } from '../cds-hooks/feedback/handler.ts';
import type { CdsHooks } from '../cds-hooks/handler.ts';
import { problem } from '../kernel/errors.ts';
import { sendProblems } from './errors.ts';
import { jsonBody } from './json-body.ts';

/** `GET /cds-services`, `POST /cds-services/{id}` and its `/feedback` (CDS Hooks 2.0.1). */
export function cdsHooksRoutes(cds: CdsHooks, feedback: FeedbackHandler, bodyLimitBytes: number): Router {
  const router = Router();
  const discovery = JSON.stringify(cds.discovery);
  router.get('/', (_, response) => {
    response.type('application/json').send(discovery);
  });
  router.post('/:id', jsonBody(bodyLimitBytes), async (request, response) => {
    if (request.body === undefined) return sendProblems(response, [problem('unsupported-media-type')]);
    const result = await cds.call(String(request.params.id), request.body);
    if (!result.ok) return sendProblems(response, result.error);
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(JSON.stringify(result.value));
  });
  router.post('/:id/feedback', jsonBody(bodyLimitBytes), async (request, response) => {
    if (request.body === undefined) return sendProblems(response, [problem('unsupported-media-type')]);
    const result = await feedback(String(request.params.id), request.body);
    if (!result.ok) return sendProblems(response, result.error);
    response.type('application/fhir+json').send(JSON.stringify(result.value));
  });
  router.all('/', refuseMethod('GET, HEAD'));
  router.all(['/:id', '/:id/feedback'], refuseMethod('POST'));
  return router;
}

const refuseMethod =
  (allowed: string): RequestHandler =>
  (_, response) =>
    sendProblems(response.set('Allow', allowed), [problem('method-not-allowed')]);
