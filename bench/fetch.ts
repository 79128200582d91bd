import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { hookBody, PATIENT_TOKEN } from './hooks/bodies.ts';
import type { Measured } from './hooks/client.ts';
import { measure, startEhr, startKairos } from './hooks/processes.ts';
import { summary } from './hooks/summary.ts';

// A hook call whose 100 Observations are fetched from an EHR against one that brings them. See README.md.
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '1,8' },
  },
});

const SERVICE = '/cds-services/prognosis-patient-view';
const ROUNDS = 2;
const PATIENTS = 5;
const OBSERVATIONS = 100;
const DATA = resolve(import.meta.dirname, '../data');

interface Call {
  readonly prefetch: {
    readonly patient: object;
    readonly observations: { entry: { resource: { id: string } }[] };
  };
}

/** A call with 100 Observations: of two visits and of the first part of two more. */
function callFor(n: number): Call {
  const now = new Date();
  const parse = (seed: number): Call =>
    JSON.parse(hookBody(seed, now).replaceAll(PATIENT_TOKEN, `fetch-${n}`));
  const call = parse(n);
  const more = parse(n + PATIENTS).prefetch.observations.entry.map(({ resource }) => ({
    resource: { ...resource, id: `${resource.id}-more` },
  }));
  const { observations } = call.prefetch;
  observations.entry = [...observations.entry, ...more].slice(0, OBSERVATIONS);
  return call;
}

mkdirSync(DATA, { recursive: true });
const directory = mkdtempSync(join(DATA, 'bench-'));
const file = (name: string, content: unknown): string => {
  const path = join(directory, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
};

const calls = Array.from({ length: PATIENTS }, (_, n) => callFor(n));
const resources = calls.flatMap(({ prefetch: { patient, observations } }) => [
  patient,
  ...observations.entry.map((e) => e.resource),
]);
const ehr = await startEhr(file('ehr.json', resources));
const kairos = await startKairos(join(directory, 'store'), [], {
  FHIR_SERVERS: `${ehr.url}/fhir`,
  OUTBOUND_PRIVATE_NETWORKS: '127.0.0.0/8',
});

const SIDES = {
  prefetch: file('prefetch.json', calls),
  fetch: file(
    'fetch.json',
    calls.map(({ prefetch: _, ...call }) => ({ ...call, fhirServer: `${ehr.url}/fhir` })),
  ),
} as const;
type Side = keyof typeof SIDES;

try {
  for (const side of ['prefetch', 'fetch'] as const) await load(side, 8, 2);
  process.stdout.write(
    `${OBSERVATIONS} Observations, sent with the call or fetched from the demo EHR in a process of its own\n`,
  );
  process.stdout.write(
    'connections  fetched/s  prefetched/s   ratio   fetched p50    p99   prefetched p50    p99 ms\n',
  );
  for (const connections of options.connections.split(',').map(Number)) await row(connections);
} finally {
  await Promise.all([kairos.stop(), ehr.stop()]);
  rmSync(directory, { recursive: true });
}

function load(side: Side, connections: number, seconds: number): Promise<Measured> {
  const url = kairos.url + SERVICE;
  return measure({ url, connections, seconds, bodies: 'same', bodiesFile: SIDES[side], run: side });
}

async function row(connections: number): Promise<void> {
  const seconds = Number(options.seconds) / ROUNDS;
  const measured: Record<Side, Measured[]> = { prefetch: [], fetch: [] };
  for (let round = 0; round < ROUNDS; round++)
    for (const side of ['prefetch', 'fetch'] as const)
      measured[side].push(await load(side, connections, seconds));
  const [sent, fetched] = [summary(measured.prefetch), summary(measured.fetch)];
  const columns = [
    String(connections).padStart(11),
    fetched.perSecond.toFixed(0).padStart(10),
    sent.perSecond.toFixed(0).padStart(13),
    (fetched.perSecond / sent.perSecond).toFixed(2).padStart(7),
    fetched.p50.toFixed(2).padStart(13),
    fetched.p99.toFixed(2).padStart(6),
    sent.p50.toFixed(2).padStart(16),
    sent.p99.toFixed(2).padStart(6),
  ];
  const failed = sent.failed + fetched.failed;
  process.stdout.write(`${columns.join(' ')}${failed > 0 ? `   ${failed} FAILED` : ''}\n`);
  if (failed > 0) process.exitCode = 1;
}
