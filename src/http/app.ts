import express, { type Express } from 'express';
import helmet from 'helmet';
import type { CdsHooks } from '../cds-hooks/handler.ts';
import { problem } from '../kernel/errors.ts';
import type { FhirHandler } from '../kernel/fhir-http.ts';
import type { Logger } from '../kernel/logger.ts';
import type { LoadedModel } from '../inference/registry.ts';
import type { Store } from '../store/contract.ts';
import { assetRoutes } from './asset-routes.ts';
import { cdsHooksRoutes } from './cds-hooks-routes.ts';
import { errorHandler, sendProblems } from './errors.ts';
import { fhirRoutes } from './fhir-routes.ts';
import { healthRoutes } from './health-routes.ts';
import { pageRoutes } from './page-routes.ts';

export interface AppDependencies {
  readonly cds: CdsHooks;
  readonly fhirApi: FhirHandler;
  /** Absent when the demo is switched off. */
  readonly demoEhr?: FhirHandler;
  readonly store: Store;
  readonly models: readonly LoadedModel[];
  readonly log: Logger;
  readonly bodyLimitBytes: number;
}

/** What the server listens with. */
export type App = Express;

/** Assembles the routers. It knows addresses and limits, and no clinical word. */
export function createApp(deps: AppDependencies): App {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use('/cds-services', cdsHooksRoutes(deps.cds, deps.bodyLimitBytes));
  app.use('/fhir', fhirRoutes(deps.fhirApi, deps.bodyLimitBytes));
  if (deps.demoEhr) app.use('/demo/fhir', fhirRoutes(deps.demoEhr, deps.bodyLimitBytes));
  app.use(healthRoutes(deps.store, deps.models.length));
  app.use(securityHeaders());
  app.use('/assets', assetRoutes());
  app.use(pageRoutes(deps.store, deps.models, deps.demoEhr !== undefined));
  app.use((_, response) => sendProblems(response, [problem('not-found')]));
  app.use(errorHandler(deps.log));
  return app;
}

/** Pages load nothing from elsewhere, run no inline script and cannot be framed by other origins. */
const securityHeaders = () =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        styleSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'self'"],
      },
    },
    // Served over plain HTTP on loopback; TLS and HSTS belong to the proxy in front.
    strictTransportSecurity: false,
  });
