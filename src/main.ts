#!/usr/bin/env node
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readFile, writeFile } from 'node:fs/promises';
import { createCdsHooks } from './cds-hooks/handler.ts';
import { createFhirApi } from './fhir/api/index.ts';
import { allowList } from './fhir/client/allow-list.ts';
import { createFhirClient } from './fhir/client/client.ts';
import { describe } from './families/prognosis/evaluation/describe.ts';
import type { Job } from './families/prognosis/commands.ts';
import { createDemoEhr, loadDemoPatients } from './fhir/demo/index.ts';
import { deviceFor } from './findings/device.ts';
import { linksFrom } from './findings/links.ts';
import { modelCard } from './findings/model-card.ts';
import { type App, createApp } from './http/app.ts';
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
  const resources = await loadDemoPatients({
    directory: join(PROJECT, 'demo', 'patients'),
    now: clock.now(),
  });
  return createDemoEhr({ resources, baseUrl });
}

const settings = (): Settings => unwrap(settingsFromEnvironment());

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

const out = (line: string): void => void process.stdout.write(`${line}\n`);
/** Progress goes where it does not mix with results. */
const progress = (line: string): void => void process.stderr.write(`${line}\n`);

async function listModels(): Promise<void> {
  const { models } = await openModels(settings());
  for (const { manifest } of models) out(`${manifest.name} ${manifest.version}  ${manifest.title.en}`);
}

/** What a family brings to the command line, loaded only when it is asked for. */
const FAMILIES = { prognosis: () => import('./families/prognosis/commands.ts') } as const;

/** The model that a command names, and its family's commands. */
async function jobFor(args: readonly string[], options: ReturnType<typeof optionsOf>) {
  const [name] = args;
  if (!name) throw new UsageError('name a model: `kairos models` lists them');
  const model = (await openModels(settings())).get(name);
  if (!model) throw new UsageError(`there is no model ${name}: \`kairos models\` lists them`);
  const { family } = model.manifest;
  if (family !== 'prognosis') throw new UsageError(`models of the family ${family} have no such command`);
  const data = options.data ?? join(PROJECT, '..', 'shared', 'data', name);
  return { commands: await FAMILIES[family](), job: { model, data, log: progress } };
}

class UsageError extends Error {}

const OPTIONS = {
  data: { type: 'string' },
  input: { type: 'string' },
  json: { type: 'boolean', default: false },
  'cross-validate': { type: 'boolean', default: false },
} as const;

function optionsOf(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    return { ...values, positionals };
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : 'the options are not understood');
  }
}

async function train(args: readonly string[]): Promise<void> {
  const options = optionsOf(args);
  const { commands, job } = await jobFor(options.positionals, options);
  unwrap(await commands.train(job));
}

async function evaluate(args: readonly string[]): Promise<void> {
  const options = optionsOf(args);
  const { commands, job } = await jobFor(options.positionals, options);
  if (options['cross-validate']) return validate(commands, job);
  const evaluation = unwrap(await commands.evaluate(job));
  if (options.json) out(JSON.stringify(evaluation));
  else out(describe(evaluation).join('\n'));
}

/** Compares the learners and writes `metrics.json` and `MODEL_CARD.md` into the model's folder. */
async function validate(
  commands: Awaited<ReturnType<(typeof FAMILIES)['prognosis']>>,
  job: Job,
): Promise<void> {
  const metrics = unwrap(await commands.validate(job));
  const { directory } = job.model;
  await writeFile(join(directory, 'metrics.json'), `${JSON.stringify(metrics, null, 1)}\n`);
  await writeFile(join(directory, 'MODEL_CARD.md'), modelCard({ ...job.model, metrics }));
  progress(`wrote metrics.json and MODEL_CARD.md of ${job.model.manifest.name}`);
}

async function predict(args: readonly string[]): Promise<void> {
  const options = optionsOf(args);
  if (options.input === undefined) throw new UsageError('name a file: --input FILE');
  const { commands, job } = await jobFor(options.positionals, options);
  const input: unknown = JSON.parse(await readFile(options.input, 'utf8'));
  out(JSON.stringify(unwrap(commands.predict(job.model, input, systemClock.now())), null, 2));
}

/** Everything that must agree: models with their cards, profiles with their examples, README with the settings. */
async function check(): Promise<void> {
  const { checkAll } = await import('./check.ts');
  const problems = await checkAll(PROJECT, (await openModels(settings())).models);
  for (const line of problems) out(line);
  if (problems.length > 0) process.exitCode = 1;
  else out('models, profiles and generated files agree');
}

interface Command {
  readonly usage: string;
  readonly does: string;
  readonly run: (args: readonly string[]) => Promise<void>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  serve: { usage: 'serve', does: 'run the server', run: serve },
  models: { usage: 'models', does: 'list the installed models', run: listModels },
  train: { usage: 'train <model> [--data DIR]', does: "fit a model's weights", run: train },
  evaluate: {
    usage: 'evaluate <model> [--data DIR] [--json] [--cross-validate]',
    does: 'measure a model on data it never saw; --cross-validate compares the learners on the training data and writes metrics.json',
    run: evaluate,
  },
  predict: {
    usage: 'predict <model> --input FILE',
    does: 'one prediction from values or a FHIR Bundle',
    run: predict,
  },
  check: { usage: 'check', does: 'verify models, profiles and generated files', run: check },
};

function help(): string {
  const lines = Object.values(COMMANDS).map(({ usage, does }) => `  kairos ${usage}\n      ${does}`);
  return ['Usage: kairos <command>', '', ...lines].join('\n');
}

async function run(argv: readonly string[]): Promise<void> {
  const [name = 'help', ...args] = argv;
  if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name]!.run(args);
  out(help());
  process.exitCode = name === 'help' || name === '--help' ? 0 : USAGE_EXIT;
}

/** EX_USAGE of sysexits.h. */
const USAGE_EXIT = 64;

if (import.meta.main) {
  run(process.argv.slice(2)).catch((cause: unknown) => {
    progress(`kairos: ${cause instanceof Error ? cause.message : String(cause)}`);
    process.exitCode = cause instanceof UsageError ? USAGE_EXIT : 1;
  });
}
