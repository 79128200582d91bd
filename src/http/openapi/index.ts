import type { RequestHandler } from 'express';
import type { CdsHooks } from '../../cds-hooks/handler.ts';
import type { Access } from '../access.ts';
import { openApiDocument } from './document.ts';

/** What the description is made from. */
export interface Described {
  readonly access: Access;
  readonly baseUrl: string;
  readonly cds: CdsHooks;
  readonly analysesPictures?: boolean;
}

/** `GET /openapi.json`: what this server answers, as it runs; made once. */
export function sendOpenApi({ access, baseUrl, cds, analysesPictures }: Described): RequestHandler {
  const demandsTokens = access.kind === 'clients';
  const document = openApiDocument({
    baseUrl,
    services: cds.discovery.services,
    demandsTokens,
    analysesPictures,
  });
  const text = JSON.stringify(document);
  return (_, response) => {
    response.type('application/json').send(text);
  };
}
