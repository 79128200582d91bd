import { readFileSync } from 'node:fs';

/**
 * How many transactions a write-ahead log holds: a frame that ends one carries the size of the database after it
 * (https://www.sqlite.org/fileformat2.html#the_write_ahead_log).
 */
export function commitsIn(walFile: string): number {
  const wal = readFileSync(walFile);
  if (wal.length === 0) return 0;
  const frameSize = 24 + wal.readUInt32BE(8);
  const salt = wal.subarray(16, 24);
  let commits = 0;
  for (let at = 32; at + frameSize <= wal.length; at += frameSize) {
    if (!wal.subarray(at + 8, at + 16).equals(salt)) break;
    if (wal.readUInt32BE(at + 4) > 0) commits++;
  }
  return commits;
}
