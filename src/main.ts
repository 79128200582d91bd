#!/usr/bin/env node
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Express } from 'express';
import { createCdsHooks } from './cds-hooks/handler.ts';
import { createFhirApi } from './fhir/api/index.ts';
import { allowList } from './fhir/client/allow-list.ts';
import { createFhirClient } from './fhir/client/client.ts';
import { createDemoEhr } from './fhir/demo/index.ts';
import { deviceFor } from './findings/device.ts';
import { linksFrom } from './findings/links.ts';
import { createApp } from './http/app.ts';
import { freePort, listen } from './http/server.ts';
import { loadModels, type ModelRegistry } from './inference/registry.ts';
import { type Clock, systemClock } from './kernel/clock.ts';
import { type Settings, settingsFromEnvironment } from './kernel/config.ts';
import { createLogger, type Logger } from './kernel/logger.ts';
import { unwrap } from './kernel/result.ts';
import { loadServices } from './services/load.ts';
import { openSqliteStore } from './store/sqlite/open.ts';

const PROJECT = resolve(import.meta.dirname, '..');

/** Time kept back from the deadline for models, storage and the answer itself. */
const RESERVE_MS = 100;

export interface Kairos {
  readonly app: Express;
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
    timeoutMs: settings.DEADLINE_MS - RESERVE_MS,
    maxBytes: settings.BODY_LIMIT_BYTES,
  });
  const cds = createCdsHooks({
    services: await loadServices({ models, links }),
    openFhirSession: () => client.session(),
    record: (resources) => store.save(resources),
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
  return { app, baseUrl, close: () => store.close() };
}

async function openModels(settings: Settings): Promise<ModelRegistry> {
  return unwrap(await loadModels(settings.MODELS_DIR ?? join(PROJECT, 'models')));
}

async function openDemo(baseUrl: string, clock: Clock) {
  const patients = await loadDemoPatients({ directory: join(PROJECT, 'demo', 'patients'), now: clock.now() });
  return createDemoEhr({ patients, baseUrl });
}

async function serve(): Promise<void> {
  const asked = settings();
  const port = asked.PORT === 0 ? await freePort(asked.HOST) : asked.PORT;
  const log = createLogger(asked.LOG_LEVEL);
  const kairos = await compose({ ...asked, PORT: port }, systemClock, log);
  const server = await listen(kairos.app, asked.HOST, port);
  log.info({ address: kairos.baseUrl }, 'Kairos is ready');
  const stop = async () => {
    await server.close();
    await kairos.close();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

const settings = (): Settings => unwrap(settingsFromEnvironment());

async function listModels(): Promise<void> {
  const { models } = await openModels(settings());
  for (const { manifest } of models) print(`${manifest.name} ${manifest.version}  ${manifest.title.en}`);
}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

type Command = (args: readonly string[]) => Promise<void>;

const COMMANDS: Readonly<Record<string, { readonly usage: string; readonly run: Command }>> = {
  serve: { usage: 'serve                                    run the server', run: serve },
  models: { usage: 'models                                   list the installed models', run: listModels },
};

async function run(argv: readonly string[]): Promise<void> {
  const [name = 'help', ...args] = argv;
  const command = COMMANDS[name];
  if (!command) {
    print(['Usage: kairos <command>', '', ...Object.values(COMMANDS).map((c) => `  kairos ${c.usage}`)].join('\n'));
    process.exitCode = name === 'help' || name === '--help' ? 0 : 64;
    return;
  }
  await command.run(args);
}

if (import.meta.main) {
  run(process.argv.slice(2)).catch((cause: unknown) => {
    process.stderr.write(`kairos: ${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exitCode = 1;
  });
}
