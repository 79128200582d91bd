import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createKeys } from '../src/cds-hooks/integrator/keys.ts';
import type { Measured } from './hooks/client.ts';
import { measure, type ServerProcess, startKairos } from './hooks/processes.ts';
import { summary } from './hooks/summary.ts';
import type { Credentials } from './hooks/tokens.ts';

// What verifying the JWT of every call costs: the same server with clients configured and without. See README.md.
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '1,8' },
    'tokens-per-second': { type: 'string', default: '1500' },
  },
});

const SERVICE = '/cds-services/prognosis-patient-view';
const ROUNDS = 2;
const DATA = resolve(import.meta.dirname, '../data');
const ALGORITHMS = ['ES384', 'RS384'] as const;

type Side = 'off' | (typeof ALGORITHMS)[number];
const SIDES: readonly Side[] = ['off', ...ALGORITHMS];

mkdirSync(DATA, { recursive: true });
const directory = mkdtempSync(join(DATA, 'bench-'));
const clients = await makeClients();
const [open, guarded] = await Promise.all([
  startKairos(join(directory, 'open')),
  startKairos(join(directory, 'guarded'), [], { CDS_CLIENTS: clients.file }),
]);
try {
  for (const side of SIDES) await load(side, 8, 1, `w-${side}`);
  print(`JWT verification against none, ${availableParallelism()} cores, Node ${process.version}`);
  print('connections  off/s   p50    p99 |  ES384/s  ratio   p50    p99 |  RS384/s  ratio   p50    p99 ms');
  for (const connections of options.connections.split(',').map(Number)) await row(connections);
} finally {
  await Promise.all([open.stop(), guarded.stop()]);
  rmSync(directory, { recursive: true });
}

async function makeClients() {
  const mostPerSecond = Number(options['tokens-per-second']);
  const made = await Promise.all(
    ALGORITHMS.map(async (alg) => ({ alg, iss: `https://${alg}.example`, ...(await createKeys(alg)) })),
  );
  const file = join(directory, 'clients.json');
  writeFileSync(file, JSON.stringify(made.map(({ iss, publicJwks }) => ({ iss, jwks: publicJwks }))));
  const credentials = new Map<Side, Credentials>(
    made.map(({ alg, iss, privateJwk }) => [alg, { alg, iss, privateJwk, mostPerSecond }]),
  );
  return { file, credentials };
}

function load(side: Side, connections: number, seconds: number, run: string): Promise<Measured> {
  const server: ServerProcess = side === 'off' ? open : guarded;
  const credentials = clients.credentials.get(side);
  return measure({
    url: server.url + SERVICE,
    connections,
    seconds,
    bodies: 'distinct',
    run,
    ...(credentials ? { credentials } : {}),
  });
}

/** The sides in turn, twice, so that a change in what else the machine does meets all of them. */
async function row(connections: number): Promise<void> {
  const measured = new Map<Side, Measured[]>(SIDES.map((side) => [side, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const side of SIDES)
      measured
        .get(side)!
        .push(await load(side, connections, Number(options.seconds) / ROUNDS, `${connections}-${round}`));
  const [off, ...verified] = SIDES.map((side) => summary(measured.get(side)!));
  const cells = verified.map((s) => [
    column(s.perSecond, 9, 0),
    column(s.perSecond / off!.perSecond, 7, 2),
    times(s),
  ]);
  const failed = [off!, ...verified].reduce((n, s) => n + s.failed, 0);
  print(
    [
      `${column(connections, 11, 0)}${column(off!.perSecond, 7, 0)}${times(off!)}`,
      ...cells.map((c) => c.join('')),
    ].join(' |') + (failed > 0 ? `   ${failed} FAILED` : ''),
  );
  if (failed > 0) process.exitCode = 1;
}

function times({ p50, p99 }: { p50: number; p99: number }): string {
  return column(p50, 7, 2) + column(p99, 7, 2);
}

function column(value: number, width: number, decimals: number): string {
  return value.toFixed(decimals).padStart(width);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
