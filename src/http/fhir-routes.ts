import { type Request, type RequestHandler, Router, urlencoded } from 'express';
import type { FhirHandler, FhirRequest } from '../kernel/fhir-http.ts';
import { jsonBody } from './json-body.ts';

/** Mounts a FHIR handler: bodies are JSON, or a form for `POST [type]/_search`. */
export function fhirRoutes(handle: FhirHandler, bodyLimitBytes: number): Router {
  const router = Router();
  router.use(
    jsonBody(bodyLimitBytes),
    urlencoded({ extended: false, limit: bodyLimitBytes }),
    respond(handle),
  );
  return router;
}

const respond =
  (handle: FhirHandler): RequestHandler =>
  async (request, response) => {
    const { status, headers, body } = await handle(toFhirRequest(request));
    response.status(status).set(headers);
    if (body === undefined) response.end();
    else response.send(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  };

const toFhirRequest = (request: Request): FhirRequest => ({
  method: request.method,
  url: request.url,
  headers: request.headers,
  ...(request.body === undefined ? {} : { body: request.body }),
});
