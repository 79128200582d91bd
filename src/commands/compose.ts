import { join } from 'node:path';
import { createCdsHooks } from '../cds-hooks/handler.ts';
import { createFhirApi } from '../fhir/api/index.ts';
import { allowList } from '../fhir/client/allow-list.ts';
import { createFhirClient } from '../fhir/client/client.ts';
import { createDemoEhr, loadDemoPatients } from '../fhir/demo/index.ts';
import { deviceFor } from '../findings/device.ts';
import { linksFrom } from '../findings/links.ts';
import { type App, createApp } from '../http/app.ts';
import { createInProcessQueue } from '../jobs/in-process.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Settings } from '../kernel/config.ts';
import { describeDefect, type Logger } from '../kernel/logger.ts';
import { unwrap } from '../kernel/result.ts';
import { loadServices } from '../services/load.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';
import { openModels, PROJECT } from './project.ts';

export interface Kairos {
  readonly app: App;
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Builds the whole server from its settings; nothing else wires rooms together. */
export async function compose(settings: Settings, clock: Clock, log: Logger): Promise<Kairos> {
  const baseUrl = settings.BASE_URL ?? `http://${settings.HOST}:${settings.PORT}`;
  const links = linksFrom(baseUrl);
  const models = await openModels(settings);
  const store = await openSqliteStore({ directory: settings.DATA_DIR, clock });
  unwrap(await store.save(models.models.map((m) => deviceFor(m.manifest, links))));
  const demoBase = `${baseUrl}/demo/fhir`;
  const client = createFhirClient({
    allowed: allowList([...settings.FHIR_SERVERS, ...(settings.DEMO ? [demoBase] : [])]),
    maxBytes: settings.BODY_LIMIT_BYTES,
  });
  const jobs = createInProcessQueue({
    concurrency: 2,
    capacity: 1_000,
    onFailure: (cause) => log.error({ error: describeDefect(cause) }, 'a job failed'),
  });
  const cds = createCdsHooks({
    services: await loadServices({ models, links, log }),
    openFhirSession: (deadline) => client.session(deadline),
    record: (resources) => store.save(resources),
    finishLater: ({ key, finish }) => {
      jobs.add(key, async () => unwrap(await store.save(await finish())));
    },
    deadlineMs: settings.DEADLINE_MS,
    clock,
  });
  const app = createApp({
    cds,
    fhirApi: createFhirApi({ store, baseUrl: `${baseUrl}/fhir`, clock }),
    ...(settings.DEMO ? { demoEhr: await openDemo(demoBase, clock) } : {}),
    store,
    models: models.models,
    log,
    bodyLimitBytes: settings.BODY_LIMIT_BYTES,
  });
  return { app, baseUrl, close: () => jobs.close().then(() => store.close()) };
}

async function openDemo(baseUrl: string, clock: Clock) {
  const resources = await loadDemoPatients({
    directory: join(PROJECT, 'demo', 'patients'),
    now: clock.now(),
  });
  return createDemoEhr({ resources, baseUrl });
}
