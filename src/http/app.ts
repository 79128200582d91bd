import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { FeedbackHandler } from '../cds-hooks/feedback/handler.ts';
import type { CdsHooks } from '../cds-hooks/handler.ts';
import type { LoadedModel } from '../inference/registry.ts';
import type { Clock } from '../kernel/clock.ts';
import { problem } from '../kernel/errors.ts';
import type { FhirHandler } from '../kernel/fhir-http.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Store } from '../store/contract.ts';
import { type Access, accessRules } from './access.ts';
import { assetRoutes } from './asset-routes.ts';
import { cdsHooksRoutes } from './cds-hooks-routes.ts';
import { cors } from './cors.ts';
import type { Draining } from './draining.ts';
import { errorHandler, isOfPages, sendProblems } from './errors.ts';
import { feedbackPageRoutes } from './feedback-page-routes.ts';
import { fhirRoutes } from './fhir-routes.ts';
import { healthRoutes } from './health-routes.ts';
import { sendOpenApi } from './openapi/index.ts';
import { limitLoad, waitForTurn } from './overload.ts';
import { pageRoutes } from './page-routes.ts';
import { createTurnstile } from './turnstile.ts';
import { requireHostHeader } from './unexpected.ts';

export interface AppDependencies {
  readonly access: Access;
  /** The public address of this server. */
  readonly baseUrl: string;
  readonly cds: CdsHooks;
  readonly feedback: FeedbackHandler;
  readonly fhirApi: FhirHandler;
  /** Whether ImagingStudies may be sent to be analysed. */
  readonly analysesPictures?: boolean;
  /** Absent when the demo is switched off. */
  readonly demoEhr?: FhirHandler;
  /** Its DICOMweb service, absent as above. */
  readonly demoArchive?: FhirHandler;
  readonly store: Store;
  readonly models: readonly LoadedModel[];
  readonly clock: Clock;
  readonly log: Logger;
  readonly bodyLimitBytes: number;
  readonly draining: Draining;
  readonly maxInFlight: number;
  readonly corsOrigins: readonly string[];
}

/** What the server listens with. */
export type App = Express;

/** Assembles the routers. It knows addresses and limits, and no clinical word. */
export function createApp(deps: AppDependencies): App {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(requireHostHeader);
  app.use(healthRoutes(deps.store, deps.models.length, deps.draining));
  app.use('/cds-services', cors(deps.corsOrigins));
  const turnstile = createTurnstile();
  app.use(['/cds-services', '/fhir'], limitLoad(deps.maxInFlight, turnstile));
  app.use(securityHeaders());
  app.use(['/cds-services', '/fhir', '/insight'], keepNothing);
  app.use(accessRules(deps.access, deps));
  app.get('/openapi.json', sendOpenApi(deps));
  app.use(['/cds-services', '/fhir'], waitForTurn(turnstile));
  app.use('/cds-services', cdsHooksRoutes(deps.cds, deps.feedback, deps.bodyLimitBytes));
  app.use('/fhir', fhirRoutes(deps.fhirApi, deps.bodyLimitBytes));
  if (deps.demoEhr) app.use('/demo/fhir', fhirRoutes(deps.demoEhr, deps.bodyLimitBytes));
  if (deps.demoArchive) app.use('/demo/dicom-web', fhirRoutes(deps.demoArchive, deps.bodyLimitBytes));
  app.use('/assets', assetRoutes());
  app.use(feedbackPageRoutes(deps.store, deps.clock));
  app.use(pageRoutes(deps.store, deps.models, deps.demoEhr !== undefined));
  app.use((_, response) => sendProblems(response, [problem('not-found')]));
  app.use(errorHandler(deps.log));
  return app;
}

/** What is about patients stays in no cache. */
const keepNothing: RequestHandler = (_, response, next) => {
  response.setHeader('cache-control', 'no-store');
  next();
};

/** Pages load nothing from elsewhere, run no inline script and cannot be framed by other origins. */
function securityHeaders(): RequestHandler {
  const protect = helmet({
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
  return (request, response, next) => (isOfPages(request) ? protect(request, response, next) : next());
}
