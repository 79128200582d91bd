import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Measured } from './hooks/client.ts';
import { measure, startKairos } from './hooks/processes.ts';
import { summary } from './hooks/summary.ts';
import { analyseOnce, keepAnalysing, startArchive } from './image/pictures.ts';

// How long another hook takes while pictures are analysed all the time, against the same without. See README.md.
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '1,4' },
    pictures: { type: 'string', default: '2' },
    'node-args': { type: 'string', default: '' },
  },
});

const SERVICE = '/cds-services/prognosis-patient-view';
const ROUNDS = 2;
const DATA = resolve(import.meta.dirname, '../data');

mkdirSync(DATA, { recursive: true });
const directory = mkdtempSync(join(DATA, 'bench-'));
const archive = await startArchive();
const kairos = await startKairos(join(directory, 'store'), options['node-args'].split(' ').filter(Boolean), {
  DICOMWEB_URL: archive.url,
  OUTBOUND_PRIVATE_NETWORKS: '127.0.0.0/8',
});
let pictures = 0;
let pictureSeconds = 0;
try {
  await analyseOnce(kairos.url, 'picture-first');
  await hooks(4, 2, 'warm');
  await whileAnalysing(() => hooks(4, 2, 'warm-busy'), 'warm');
  [pictures, pictureSeconds] = [0, 0];
  print(
    `${availableParallelism()} cores, Node ${process.version}; ${options.pictures} pictures asked for at a time`,
  );
  print(
    'connections   idle/s   busy/s   idle p50    p99   busy p50    p99 ms   p99 busy / idle   pictures/s',
  );
  for (const connections of options.connections.split(',').map(Number)) await row(connections);
} finally {
  await kairos.stop();
  archive.close();
  rmSync(directory, { recursive: true });
}

function hooks(connections: number, seconds: number, run: string): Promise<Measured> {
  return measure({ url: kairos.url + SERVICE, connections, seconds, bodies: 'distinct', run });
}

async function whileAnalysing<T>(work: () => Promise<T>, run: string): Promise<T> {
  const start = performance.now();
  const analysis = keepAnalysing(kairos.url, Number(options.pictures), run);
  try {
    return await work();
  } finally {
    pictures += await analysis.stop();
    pictureSeconds += (performance.now() - start) / 1_000;
  }
}

/** Both in turn, twice, so that a change in what else the machine does meets both. */
async function row(connections: number): Promise<void> {
  const seconds = Number(options.seconds) / ROUNDS;
  const measured: Record<'idle' | 'busy', Measured[]> = { idle: [], busy: [] };
  [pictures, pictureSeconds] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const run = `${connections}-${round}`;
    measured.idle.push(await hooks(connections, seconds, `idle-${run}`));
    measured.busy.push(await whileAnalysing(() => hooks(connections, seconds, `busy-${run}`), run));
  }
  const [idle, busy] = [summary(measured.idle), summary(measured.busy)];
  const columns = [
    String(connections).padStart(11),
    idle.perSecond.toFixed(0).padStart(8),
    busy.perSecond.toFixed(0).padStart(8),
    idle.p50.toFixed(2).padStart(10),
    idle.p99.toFixed(2).padStart(6),
    busy.p50.toFixed(2).padStart(10),
    busy.p99.toFixed(2).padStart(6),
    (busy.p99 / idle.p99).toFixed(2).padStart(18),
    (pictures / pictureSeconds).toFixed(1).padStart(12),
  ];
  const failed = idle.failed + busy.failed;
  print(columns.join(' ') + (failed > 0 ? `   ${failed} FAILED` : ''));
  if (failed > 0) process.exitCode = 1;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
