import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseSettings } from '../src/kernel/config.ts';
import { unwrap } from '../src/kernel/result.ts';
import { hookBody, PATIENT_TOKEN } from './hooks/bodies.ts';
import type { Load, Measured } from './hooks/client.ts';
import { measure, type ServerProcess, startBare, startKairos } from './hooks/processes.ts';
import { summary } from './hooks/summary.ts';

// Hooks per second of Kairos against a bare Express handler: what it costs to do the work. See README.md.
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '1,8,32' },
    'node-args': { type: 'string', default: '' },
  },
});

const SERVICE = '/cds-services/prognosis-patient-view';
const ROUNDS = 2;
const DATA = resolve(import.meta.dirname, '../data');

type Side = 'kairos' | 'bare';
type Servers = Readonly<Record<Side, ServerProcess>>;
type Bodies = Load['bodies'];

mkdirSync(DATA, { recursive: true });
const directory = mkdtempSync(join(DATA, 'bench-'));
const servers = await startBoth();
try {
  await warmUp();
  for (const bodies of ['distinct', 'same'] as const) await table(bodies);
} finally {
  await Promise.all([servers.kairos.stop(), servers.bare.stop()]);
  rmSync(directory, { recursive: true });
}

async function startBoth(): Promise<Servers> {
  const kairos = await startKairos(join(directory, 'store'), options['node-args'].split(' ').filter(Boolean));
  const answerFile = join(directory, 'answer.json');
  const { request, answer } = await oneAnswer(kairos.url);
  writeFileSync(answerFile, answer);
  const bare = await startBare(answerFile, unwrap(parseSettings({})).BODY_LIMIT_BYTES);
  print(`Kairos against bare Express, ${availableParallelism()} cores, Node ${process.version}`);
  print(
    `60 Observations, ${kilobytes(request)} in, ${kilobytes(answer)} out; the load comes from another process`,
  );
  return { kairos, bare };
}

/** A hook call of which a result was made: what is measured must be the work and not a refusal. */
async function oneAnswer(url: string): Promise<{ request: string; answer: string }> {
  const request = hookBody(0, new Date()).replaceAll(PATIENT_TOKEN, 'bench-first');
  const response = await fetch(url + SERVICE, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: request,
  });
  const answer = await response.text();
  if (response.status !== 200 || JSON.parse(answer).cards.length === 0)
    throw new Error(`expected a card, got ${response.status} ${answer}`);
  return { request, answer };
}

async function warmUp(): Promise<void> {
  for (const side of ['kairos', 'bare'] as const) await measure(load(side, 'distinct', 8, 3, `w-${side}`));
}

async function table(bodies: Bodies): Promise<void> {
  print(bodies === 'distinct' ? '\nAnother patient at every request' : '\nThe same request again and again');
  print('connections  kairos/s    bare/s   ratio   kairos p50    p99   bare p50    p99 ms');
  for (const connections of options.connections.split(',').map(Number)) await cell(bodies, connections);
}

/** Both sides in turn, twice, so that a change in what else the machine does meets both. */
async function cell(bodies: Bodies, connections: number): Promise<void> {
  const seconds = Number(options.seconds) / ROUNDS;
  const measured: Record<Side, Measured[]> = { kairos: [], bare: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const side of ['kairos', 'bare'] as const) {
      measured[side].push(await measure(load(side, bodies, connections, seconds, `${connections}-${round}`)));
    }
  }
  const [kairos, bare] = [summary(measured.kairos), summary(measured.bare)];
  const columns = [
    String(connections).padStart(11),
    kairos.perSecond.toFixed(0).padStart(9),
    bare.perSecond.toFixed(0).padStart(9),
    (kairos.perSecond / bare.perSecond).toFixed(2).padStart(7),
    kairos.p50.toFixed(2).padStart(12),
    kairos.p99.toFixed(2).padStart(6),
    bare.p50.toFixed(2).padStart(10),
    bare.p99.toFixed(2).padStart(6),
  ];
  const failed = kairos.failed + bare.failed;
  print(columns.join(' ') + (failed > 0 ? `   ${failed} FAILED` : ''));
  if (failed > 0) process.exitCode = 1;
}

function load(side: Side, bodies: Bodies, connections: number, seconds: number, run: string): Load {
  return { url: servers[side].url + SERVICE, connections, seconds, bodies, run };
}

function kilobytes(text: string): string {
  return `${(Buffer.byteLength(text) / 1024).toFixed(1)} kB`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
