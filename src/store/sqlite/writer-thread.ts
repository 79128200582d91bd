import type { StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { searchValues } from '../search-index.ts';
import { claimsIn } from './claims.ts';
import { openForWriting } from './connection.ts';
import type { Row, WriteAnswer, WriteOutcome, WriteRequest } from './writer.ts';

/**
 * The only writer. It takes everything that is waiting into one transaction, so that concurrent saves share one
 * wait for the disk, and answers after the commit.
 */
const port = parentPort!;
const db = openForWriting((workerData as { file: string }).file);
const insertResource = db.prepare(
  `INSERT INTO resource (type, id, version_id, last_updated, body) VALUES (?, ?, ?, ?, ?)
   ON CONFLICT (type, id) DO NOTHING`,
);
const insertText = db.prepare(
  'INSERT OR IGNORE INTO search_text (type, param, text, rid) VALUES (?, ?, ?, ?)',
);
const insertRange = db.prepare(
  'INSERT OR IGNORE INTO search_range (type, param, low, high, rid) VALUES (?, ?, ?, ?, ?)',
);
const take = claimsIn(db);
const begin: StatementSync = db.prepare('BEGIN IMMEDIATE');
const commit: StatementSync = db.prepare('COMMIT');

let waiting: WriteRequest[] = [];

port.on('message', (request: WriteRequest | 'close') => {
  if (request === 'close') {
    if (waiting.length > 0) writeAll();
    db.close();
    port.close();
    return;
  }
  waiting.push(request);
  if (waiting.length === 1) setImmediate(writeAll);
});

function writeAll(): void {
  const requests = waiting;
  waiting = [];
  if (requests.length === 0) return;
  const outcomes = attempt(requests) ?? separately(requests);
  const of = (wanted: WriteOutcome) => requests.flatMap((r, i) => (outcomes[i] === wanted ? [r.number] : []));
  port.postMessage({
    written: of('written'),
    taken: of('taken'),
    failed: of('failed'),
  } satisfies WriteAnswer);
}

/** After a failed group each request gets its own transaction: one that cannot be written costs no other. */
const separately = (requests: readonly WriteRequest[]): readonly WriteOutcome[] =>
  requests.map((request) => attempt([request])?.[0] ?? 'failed');

/** One transaction: what became of each request, or nothing when it was rolled back. */
function attempt(requests: readonly WriteRequest[]): readonly WriteOutcome[] | undefined {
  try {
    begin.run();
    const outcomes = requests.map(perform);
    commit.run();
    return outcomes;
  } catch {
    if (db.isTransaction) db.exec('ROLLBACK');
    return undefined;
  }
}

function perform({ rows = [], claim }: WriteRequest): WriteOutcome {
  for (const row of rows) write(row);
  return claim && !take(claim) ? 'taken' : 'written';
}

/** What a resource is found by is worked out here: the thread that answers hooks has no time for it. */
function write({ type, id, versionId, lastUpdated, body }: Row): void {
  const { changes, lastInsertRowid } = insertResource.run(type, id, versionId, lastUpdated, body);
  if (changes === 0) return;
  for (const value of searchValues(JSON.parse(body), lastUpdated)) {
    if ('text' in value) insertText.run(type, value.param, value.text, lastInsertRowid);
    else insertRange.run(type, value.param, value.low, value.high, lastInsertRowid);
  }
}
