import { DatabaseSync } from 'node:sqlite';

/** Waiting for another writer, before a write counts as failed. */
const BUSY_MS = 5_000;

/** WAL, so that readers never wait for the writer; FULL, so that a commit has reached the disk when it returns. */
export function openForWriting(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  db.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA foreign_keys = ON`,
  );
  return db;
}

export function openForReading(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly: true });
  db.exec(`PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA cache_size = -65536; PRAGMA mmap_size = 268435456`);
  return db;
}
