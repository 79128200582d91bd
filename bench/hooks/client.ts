import { readFileSync } from 'node:fs';
import autocannon, { type Request, type Result } from 'autocannon';
import { hookBody, PATIENT_TOKEN } from './bodies.ts';
import { type Credentials, prepareTokens } from './tokens.ts';

/** One cell of the table, measured in a process of its own so that it does not share the server's event loop. */
export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  /** `distinct`: another patient with other values at every request; `same`: one body again and again. */
  readonly bodies: 'distinct' | 'same';
  /** A JSON file of request bodies that are sent in turn instead. */
  readonly bodiesFile?: string;
  /** Makes patient ids unique across clients. */
  readonly run: string;
  /** When given, every call carries a token of its own, signed before the load begins. */
  readonly credentials?: Credentials;
}

export interface Measured {
  readonly seconds: number;
  readonly succeeded: number;
  /** Answers other than 2xx, connection errors and timeouts. */
  readonly failed: number;
  /** Milliseconds, one per answer. */
  readonly latencies: readonly number[];
}

const PREPARED = 300;

/** Bodies as text around the patient's id, so that a new one costs a join. */
function bodies(kind: Load['bodies'], run: string): () => Buffer {
  const now = new Date();
  const prepared = Array.from({ length: kind === 'same' ? 1 : PREPARED }, (_, seed) =>
    hookBody(seed, now).split(PATIENT_TOKEN),
  );
  const fixed = Buffer.from(prepared[0]!.join('bench-same'));
  let sent = 0;
  if (kind === 'same') return () => fixed;
  return () => Buffer.from(prepared[sent % PREPARED]!.join(`bench-${run}-${sent++}`));
}

function bodiesOf(file: string): () => Buffer {
  const prepared = JSON.parse(readFileSync(file, 'utf8')).map((body: unknown) =>
    Buffer.from(JSON.stringify(body)),
  );
  let sent = 0;
  return () => prepared[sent++ % prepared.length];
}

async function run(load: Load): Promise<Measured> {
  const { url, connections, seconds, bodies: kind, run: name, bodiesFile } = load;
  const nextBody = bodiesFile ? bodiesOf(bodiesFile) : bodies(kind, name);
  const nextHeaders = await authorization(load);
  const latencies: number[] = [];
  const setupRequest = (request: Request) => ({
    ...request,
    body: nextBody(),
    headers: { ...request.headers, ...nextHeaders() },
  });
  return new Promise((resolve, reject) => {
    const instance = autocannon(
      {
        url,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        connections,
        duration: seconds,
        requests: [{ setupRequest }],
      },
      (error, result) => (error ? reject(error) : resolve({ ...totals(result), latencies })),
    );
    instance.on('response', (_client: unknown, _status: number, _bytes: number, ms: number) => {
      latencies.push(ms);
    });
  });
}

/** Runs out loudly: a call without a token is refused, and fails the run. */
async function authorization({ url, seconds, credentials }: Load): Promise<() => Record<string, string>> {
  if (!credentials) return () => ({});
  const tokens = await prepareTokens(url, credentials, Math.ceil(seconds * credentials.mostPerSecond));
  return () => {
    const token = tokens.pop();
    return token ? { authorization: `Bearer ${token}` } : {};
  };
}

const totals = (result: Result) => ({
  seconds: result.duration,
  succeeded: result['2xx'],
  failed: result.non2xx + result.errors + result.timeouts,
});

if (import.meta.main) {
  const load: Load = JSON.parse(process.argv[2] ?? '');
  process.stdout.write(JSON.stringify(await run(load)));
}
