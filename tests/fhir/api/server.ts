import type { Resource } from '@medplum/fhirtypes';
import express from 'express';
import request from 'supertest';
import { createFhirApi } from '../../../src/fhir/api/index.ts';
import { errorHandler } from '../../../src/http/errors.ts';
import { fhirRoutes } from '../../../src/http/fhir-routes.ts';
import { fixedClock } from '../../../src/kernel/clock.ts';
import type { FhirHandler } from '../../../src/kernel/fhir-http.ts';
import { createLogger } from '../../../src/kernel/logger.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { NOW } from '../../store/place.ts';
import { createSqlitePlace } from '../../store/sqlite/place.ts';

export const BASE = 'https://kairos.example/fhir';

/** A FHIR handler behind HTTP, as `src/http` mounts it. */
export function client(handler: FhirHandler, base = BASE) {
  const app = express();
  app.disable('etag');
  app.use('/fhir', fhirRoutes(handler, 1_000_000));
  app.use(errorHandler(createLogger('silent')));
  const get = (path: string, headers: Record<string, string> = {}) =>
    request(app).get(`/fhir/${path}`).set(headers);
  return {
    app,
    get,
    send: (method: 'post' | 'put' | 'patch' | 'delete' | 'head' | 'options', path: string) =>
      request(app)[method](`/fhir/${path}`),
    form: (path: string, body: string) => request(app).post(`/fhir/${path}`).type('form').send(body),
    /** An absolute address that the server gave. */
    follow(url: string) {
      if (!url.startsWith(`${base}/`)) throw new Error(`not below the base: ${url}`);
      return get(url.slice(base.length + 1));
    },
  };
}

/** The API over a store with these resources. */
export async function startApi(resources: readonly Resource[]) {
  const place = await createSqlitePlace();
  const clock = fixedClock(NOW);
  const store = await place.open(clock);
  unwrap(await store.save(resources));
  return {
    ...client(createFhirApi({ store, baseUrl: BASE, clock })),
    store,
    async close() {
      await store.close();
      await place.remove();
    },
  };
}

export type Api = Awaited<ReturnType<typeof startApi>>;

interface Entry {
  readonly fullUrl: string;
  readonly resource: { readonly resourceType: string; readonly id: string };
  readonly search: { readonly mode: string };
}

export const entriesOf = (body: { entry?: readonly Entry[] }): readonly Entry[] => body.entry ?? [];

/** `Type/id` of every entry, in order. */
export const namesOf = (body: { entry?: readonly Entry[] }): string[] =>
  entriesOf(body).map(({ resource }) => `${resource.resourceType}/${resource.id}`);

export const linkOf = (
  body: { link: readonly { relation: string; url: string }[] },
  relation: string,
): string | undefined => body.link.find((l) => l.relation === relation)?.url;

/** The code of the first problem, and where it is. */
export const problemOf = (body: {
  issue: readonly { details: { coding: readonly { code: string }[] }; expression?: readonly string[] }[];
}) => ({ code: body.issue[0]?.details.coding[0]?.code, expression: body.issue[0]?.expression?.[0] });
