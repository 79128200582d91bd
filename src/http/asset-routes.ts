import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import express, { Router } from 'express';

const require = createRequire(import.meta.url);

/** Browser builds of two libraries, as their packages ship them: address → file. */
const LIBRARIES = {
  '/marked.js': require.resolve('marked'),
  '/purify.js': join(dirname(require.resolve('dompurify')), 'purify.es.mjs'),
};

const OPTIONS = { maxAge: '1h', index: false } as const;

/** Style, scripts and icon of the pages; nothing is loaded from elsewhere. */
export function assetRoutes(): Router {
  const router = Router();
  for (const [address, file] of Object.entries(LIBRARIES)) {
    router.get(address, (_, response) =>
      response.type('text/javascript').sendFile(file, { maxAge: OPTIONS.maxAge }),
    );
  }
  router.use(express.static(join(import.meta.dirname, '..', 'insight', 'assets'), OPTIONS));
  return router;
}
