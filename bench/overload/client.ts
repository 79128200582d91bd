import { Agent, request } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { hookBody, PATIENT_TOKEN } from '../hooks/bodies.ts';

/** Calls at a fixed rate, whatever becomes of those before: a server that is slow does not get fewer. */
export interface OpenLoad {
  readonly url: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** Connections are kept, as the pools of EHRs keep theirs; calls that find none free wait in this client. */
  readonly connections: number;
}

/** One answer: its status (0 for none) and the milliseconds from the sending to its last byte. */
export type Answer = readonly [status: number, ms: number];

export interface OpenResult {
  readonly answers: readonly Answer[];
  /** Calls that were due while too many were underway for this client: the rate was not reached. */
  readonly notSent: number;
  /** How late this client's own loop ran, p99 in milliseconds: so much of a latency may be its own. */
  readonly clientDelayMs: number;
}

const TICK_MS = 5;
const MOST_UNDERWAY = 4_000;
const PREPARED = 300;
const GIVE_UP_MS = 20_000;

const prepared = Array.from({ length: PREPARED }, (_, seed) =>
  hookBody(seed, new Date()).split(PATIENT_TOKEN),
);

function call(url: URL, n: number, agent: Agent): Promise<Answer> {
  const body = prepared[n % PREPARED]!.join(`overload-${process.pid}-${n}`);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const start = performance.now();
  return new Promise((resolve) => {
    const end = (status: number) => resolve([status, performance.now() - start]);
    const sent = request(url, { agent, method: 'POST', headers, timeout: GIVE_UP_MS }, (response) => {
      response.resume().once('end', () => end(response.statusCode ?? 0));
    });
    sent.once('timeout', () => sent.destroy()).once('error', () => end(0));
    sent.end(body);
  });
}

async function run({ url, perSecond, seconds, connections }: OpenLoad): Promise<OpenResult> {
  const target = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const answers: Answer[] = [];
  const total = Math.round(perSecond * seconds);
  const start = performance.now();
  let [due, underway, notSent] = [0, 0, 0];
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const now = Math.min(total, Math.floor(((performance.now() - start) / 1_000) * perSecond));
      for (; due < now; due++) {
        if (underway >= MOST_UNDERWAY) {
          notSent++;
          continue;
        }
        underway++;
        void call(target, due, agent).then((answer) => {
          answers.push(answer);
          underway--;
        });
      }
      if (due < total || underway > 0) return;
      clearInterval(timer);
      resolve();
    }, TICK_MS);
  });
  agent.destroy();
  return { answers, notSent, clientDelayMs: delay.percentile(99) / 1e6 };
}

if (import.meta.main) {
  const load: OpenLoad = JSON.parse(process.argv[2] ?? '');
  process.stdout.write(JSON.stringify(await run(load)));
}
