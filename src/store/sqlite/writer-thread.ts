import type { StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { claimsIn } from './claims.ts';
import { openForWriting, tuneForWriting } from './connection.ts';
import { identifiersIn } from './identifiers.ts';
import { indexingIn } from './indexing.ts';
import type { Row, WriteAnswer, WriteOutcome, WriteRequest } from './writer.ts';

/**
 * The only writer. It takes everything that is waiting into one transaction, so that concurrent saves share one
 * wait for the disk, and answers after the commit. When nothing came for a moment, or somebody searches, it indexes what
 * was saved: a few at a time, so that no save waits behind a long list.
 */
const port = parentPort!;
const db = openForWriting((workerData as { file: string }).file);
tuneForWriting(db);
const insertResource = db.prepare(
  `INSERT INTO resource (type, id, version_id, last_updated, body) VALUES (?, ?, ?, ?, ?)
   ON CONFLICT (type, id) DO NOTHING`,
);
const take = claimsIn(db);
const indexing = indexingIn(db);
const addIdentifiers = identifiersIn(db, indexing);
const begin: StatementSync = db.prepare('BEGIN IMMEDIATE');
const commit: StatementSync = db.prepare('COMMIT');
const newest = db.prepare('SELECT max(rid) AS rid FROM resource');

/** Resources indexed in one transaction: a save that comes meanwhile waits for it, a few milliseconds. */
const INDEXED_AT_ONCE = 8;
/** Without a write for so long, there is time to index. */
const QUIET_MS = 5;
/** Further behind than this, every group of saves indexes as well: a search must not wait for long. */
const MOST_BEHIND = 4_000;

let waiting: WriteRequest[] = [];
let behind = 0;
let quiet: NodeJS.Timeout = setTimeout(indexSome, QUIET_MS);
/** Who waits until everything up to a row is indexed, the oldest first. */
let searching: { readonly number: number; readonly upTo: number }[] = [];

port.on('message', (request: WriteRequest | 'close') => {
  if (request === 'close') close();
  else if (request.index) {
    searching.push({ number: request.number, upTo: newestRow() });
    if (searching.length === 1) setImmediate(indexForSearches);
  } else {
    waiting.push(request);
    if (waiting.length === 1) setImmediate(writeAll);
  }
});

function close(): void {
  if (waiting.length > 0) writeAll();
  if (searching.length > 0) answerSearching(index(Number.MAX_SAFE_INTEGER) !== undefined);
  clearTimeout(quiet);
  db.close();
  port.close();
}

function writeAll(): void {
  const requests = waiting;
  waiting = [];
  if (requests.length === 0) return;
  clearTimeout(quiet);
  const outcomes = attempt(requests) ?? separately(requests);
  answer((wanted) => requests.flatMap((r, i) => (outcomes[i] === wanted ? [r.number] : [])));
  if (behind > MOST_BEHIND) index(2 * requests.reduce((sum, { rows = [] }) => sum + rows.length, 0));
  quiet = setTimeout(indexSome, QUIET_MS);
}

function answer(of: (wanted: WriteOutcome) => number[]): void {
  const numbers: WriteAnswer = { written: of('written'), taken: of('taken'), failed: of('failed') };
  port.postMessage(numbers);
}

/** After a failed group each request gets its own transaction: one that cannot be written costs no other. */
const separately = (requests: readonly WriteRequest[]): readonly WriteOutcome[] =>
  requests.map((request) => attempt([request])?.[0] ?? 'failed');

/** One transaction: what became of each request, or nothing when it was rolled back. */
function attempt(requests: readonly WriteRequest[]): readonly WriteOutcome[] | undefined {
  return transaction(() => requests.map(perform));
}

function transaction<T>(work: () => T): T | undefined {
  try {
    begin.run();
    const result = work();
    commit.run();
    return result;
  } catch {
    if (db.isTransaction) db.exec('ROLLBACK');
    return undefined;
  }
}

function perform({ rows = [], claim }: WriteRequest): WriteOutcome {
  for (const row of rows) write(row);
  return claim && !take(claim) ? 'taken' : 'written';
}

function write(row: Row): void {
  const { type, id, versionId, lastUpdated, body } = row;
  const { changes } = insertResource.run(type, id, versionId, lastUpdated, body);
  behind += Number(changes);
  if (changes === 0) addIdentifiers(row);
}

function indexSome(): void {
  if (index(INDEXED_AT_ONCE)) quiet = setTimeout(indexSome, 0);
}

/** Takes turns with `writeAll`. */
function indexForSearches(): void {
  if (searching.length === 0) return;
  answerSearching(index(INDEXED_AT_ONCE) !== undefined);
  if (searching.length > 0) setImmediate(indexForSearches);
}

/** Those for whom enough is indexed; where it failed, all. */
function answerSearching(isIndexed: boolean): void {
  const upTo = indexing.upTo();
  const settled = searching.filter((search) => !isIndexed || search.upTo <= upTo);
  searching = searching.filter((search) => !settled.includes(search));
  if (settled.length === 0) return;
  const numbers = settled.map(({ number }) => number);
  answer((wanted) => (wanted === (isIndexed ? 'written' : 'failed') ? numbers : []));
}

const newestRow = (): number => Number((newest.get() as { rid: number | null }).rid ?? 0);

/** Nothing is lost with it, so it does not wait for the disk: the next save does, for both. How many, or nothing where it failed. */
function index(most: number): number | undefined {
  db.exec('PRAGMA synchronous = NORMAL');
  const done = transaction(() => indexing.step(most));
  db.exec('PRAGMA synchronous = FULL');
  behind = done !== undefined && done < most ? 0 : Math.max(0, behind - (done ?? 0));
  return done;
}
