import { DatabaseSync } from 'node:sqlite';

/** Waiting for another process, before a write or an opening counts as failed. */
const BUSY_MS = 5_000;

/** WAL, so that readers never wait for the writer; FULL, so that a commit has reached the disk when it returns. */
export function openForWriting(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: BUSY_MS });
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  return db;
}

/** For the thread that writes all the time: pages that it fills again and again go to the database file less often. */
export function tuneForWriting(db: DatabaseSync): void {
  db.exec('PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536');
}

export function openForReading(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS });
  db.exec('PRAGMA cache_size = -65536; PRAGMA mmap_size = 268435456');
  return db;
}
