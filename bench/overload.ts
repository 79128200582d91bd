import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { Load } from './hooks/client.ts';
import { measure, startKairos } from './hooks/processes.ts';
import type { Answer, OpenLoad, OpenResult } from './overload/client.ts';

// Several times as many calls as Kairos can answer: who is refused, how fast, and what it costs the others. See README.md.
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    times: { type: 'string', default: '5' },
    connections: { type: 'string', default: '256' },
  },
});

const SERVICE = '/cds-services/prognosis-patient-view';
const DATA = resolve(import.meta.dirname, '../data');
const seconds = Number(options.seconds);

mkdirSync(DATA, { recursive: true });
const directory = mkdtempSync(join(DATA, 'bench-'));
const kairos = await startKairos(join(directory, 'store'));
const url = kairos.url + SERVICE;
try {
  await measure(load(8, Math.min(seconds, 3), 'warm'));
  const alone = await measure(load(1, seconds / 2, 'alone'));
  const busy = await measure(load(8, seconds / 2, 'busy'));
  const capacity = busy.succeeded / busy.seconds;
  print(`${availableParallelism()} cores, Node ${process.version}; capacity ${capacity.toFixed(0)} calls/s`);
  print('                                        calls/s    share     p50      p99 ms   p99 / one at a time');
  const normal = quantile(alone.latencies, 0.99);
  row('one at a time', alone.latencies, alone.seconds, 1, normal);
  row('eight at a time', busy.latencies, busy.seconds, 1, normal);
  report(await flood(capacity * Number(options.times)), normal);
  const after = await fetch(`${kairos.url}/readyz`);
  if (!after.ok) fail(`readiness is ${after.status} afterwards`);
} finally {
  await kairos.stop();
  rmSync(directory, { recursive: true });
}

function load(connections: number, duration: number, run: string): Load {
  return { url, connections, seconds: duration, bodies: 'distinct', run };
}

async function flood(perSecond: number): Promise<OpenResult> {
  const open: OpenLoad = { url, perSecond, seconds, connections: Number(options.connections) };
  const client = [resolve(import.meta.dirname, 'overload/client.ts'), JSON.stringify(open)];
  const { stdout } = await promisify(execFile)(process.execPath, client, { maxBuffer: 2 ** 28 });
  return JSON.parse(stdout);
}

function report({ answers, notSent, clientDelayMs }: OpenResult, normal: number): void {
  const of = (status: number) => answers.filter(([s]: Answer) => s === status).map(([, ms]) => ms);
  const share = (group: readonly number[]) => group.length / answers.length;
  row(`${options.times} times the capacity: served`, of(200), seconds, share(of(200)), normal);
  row(`${options.times} times the capacity: 503`, of(503), seconds, share(of(503)), normal);
  print(`the client's own loop was late by ${clientDelayMs.toFixed(1)} ms at p99`);
  if (notSent > 0) print(`${notSent} calls were not sent: the client could not keep the rate`);
  const others = answers.filter(([s]) => s !== 200 && s !== 503).length;
  if (others > 0) fail(`${others} calls had another answer, or none`);
}

function row(name: string, ms: readonly number[], duration: number, share: number, normal: number): void {
  const [p50, p99] = [quantile(ms, 0.5), quantile(ms, 0.99)];
  const columns = [
    name.padEnd(36),
    (ms.length / duration).toFixed(0).padStart(10),
    `${(100 * share).toFixed(1)}%`.padStart(9),
    p50.toFixed(1).padStart(8),
    p99.toFixed(1).padStart(8),
    (p99 / normal).toFixed(2).padStart(12),
  ];
  print(columns.join(''));
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

function fail(why: string): void {
  print(`FAILED: ${why}`);
  process.exitCode = 1;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
