import { createFeedback } from '../cds-hooks/feedback/handler.ts';
import { createCdsHooks } from '../cds-hooks/handler.ts';
import { createFhirApi } from '../fhir/api/index.ts';
import { allowList } from '../fhir/client/allow-list.ts';
import { createFhirClient } from '../fhir/client/client.ts';
import { openOutbound } from '../fhir/client/guarded-fetch.ts';
import { createDemoArchive, createDemoEhr } from '../fhir/demo/index.ts';
import { deviceFor } from '../findings/device.ts';
import { linksFrom } from '../findings/links.ts';
import { type App, createApp } from '../http/app.ts';
import { createDraining, type Draining } from '../http/draining.ts';
import { createInProcessQueue } from '../jobs/in-process.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Settings } from '../kernel/config.ts';
import { describeDefect, type Logger } from '../kernel/logger.ts';
import { unwrap } from '../kernel/result.ts';
import { loadServices } from '../services/load.ts';
import type { Store } from '../store/contract.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';
import { accessFor, readProtection } from './access.ts';
import { cardFeedback } from './card-feedback.ts';
import { DEMO_PICTURES, demoResources } from './demo.ts';
import { historyIn } from './history.ts';
import { openImaging } from './imaging.ts';
import { baseUrlOf, openModels } from './project.ts';
import { warmUp } from './warm-up.ts';

export interface Kairos {
  readonly app: App;
  readonly baseUrl: string;
  /** Whether calls need a client's token. */
  readonly demandsTokens: boolean;
  readonly draining: Draining;
  readonly requestTimeoutMs: number;
  /** Makes the first call as quick as later ones; to be done before listening. Never fails, stores nothing. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

/** Builds the whole server from its settings; nothing else wires rooms together. */
export async function compose(settings: Settings, clock: Clock, log: Logger): Promise<Kairos> {
  const baseUrl = baseUrlOf(settings);
  const protection = await readProtection(settings);
  const links = linksFrom(baseUrl, protection?.signer.sign);
  const models = await openModels(settings);
  const store = await openSqliteStore({ directory: settings.DATA_DIR, clock });
  unwrap(await store.save(models.models.map((m) => deviceFor(m.manifest, links))));
  const demoBase = `${baseUrl}/demo/fhir`;
  const demoPictures = `${baseUrl}/demo/dicom-web`;
  const ownBases = settings.DEMO ? [demoBase, demoPictures] : [];
  const outbound = openOutbound({ privateNetworks: settings.OUTBOUND_PRIVATE_NETWORKS, ownBases });
  const client = createFhirClient({
    fetch: outbound.fetch,
    allowed: allowList([...settings.FHIR_SERVERS, ...(settings.DEMO ? [demoBase] : [])]),
    maxBytes: settings.FETCH_MAX_BYTES,
    now: () => clock.now(),
    random: Math.random,
    onResting: (address) => log.warn({ address }, 'a FHIR server failed repeatedly and gets a rest'),
  });
  const jobs = createInProcessQueue({
    concurrency: 2,
    capacity: 1_000,
    onFailure: (cause) => log.error({ error: describeDefect(cause) }, 'a job failed'),
  });
  const imaging = await openImaging(settings, {
    ...{ models, store, links, fetch: outbound.fetch, clock, log },
    ownBases: settings.DEMO ? [demoPictures] : [],
  });
  const services = await loadServices({
    ...{ models, links, history: historyIn(store), log },
    ...(imaging ? { imaging: imaging.forServices } : {}),
  });
  const cds = createCdsHooks({
    services,
    openFhirSession: (deadline) => client.session(deadline),
    mostPages: settings.FETCH_MAX_PAGES,
    record: async (resources) => {
      const saved = await store.save(resources);
      if (!saved.ok) log.error({ code: saved.error.code }, 'a result could not be stored');
      return saved;
    },
    finishLater: ({ key, finish }) => {
      jobs.add(key, async () => unwrap(await store.save(await finish())));
    },
    deadlineMs: settings.DEADLINE_MS,
    clock,
  });
  const serviceIds = new Set(services.map((s) => s.id));
  const claim: Store['claim'] = (key, until) => store.claim(key, until);
  const draining = createDraining();
  const app = createApp({
    access: accessFor(settings, protection, { fetch: outbound.fetch, claim, clock, log }),
    baseUrl,
    cds,
    feedback: createFeedback({ serviceIds, ...cardFeedback(store), clock }),
    fhirApi: createFhirApi({
      ...{ store, baseUrl: `${baseUrl}/fhir`, clock },
      ...(imaging ? { imaging: imaging.operations } : {}),
    }),
    analysesPictures: imaging !== undefined,
    ...(settings.DEMO
      ? {
          demoEhr: createDemoEhr({ resources: demoResources(clock, demoPictures), baseUrl: demoBase }),
          demoArchive: createDemoArchive(DEMO_PICTURES),
        }
      : {}),
    store,
    models: models.models,
    clock,
    log,
    bodyLimitBytes: settings.BODY_LIMIT_BYTES,
    draining,
    maxInFlight: settings.MAX_IN_FLIGHT,
    corsOrigins: settings.CORS_ORIGINS,
  });
  return {
    app,
    baseUrl,
    demandsTokens: protection !== undefined,
    draining,
    requestTimeoutMs: settings.REQUEST_TIMEOUT_MS,
    warmUp: () => warmUp({ services, models: models.models, log }, clock),
    async close() {
      await Promise.all([jobs.close(), imaging?.close()]);
      outbound.close();
      await store.close();
    },
  };
}
