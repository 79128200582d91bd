import type { DatabaseSync } from 'node:sqlite';
import type { Claim } from './writer.ts';

/** Expired claims deleted with each new one: more than one comes in, so that they never pile up. */
const MOST_FORGOTTEN = 10;

/** Whether a claim is the caller's: one statement, so that nobody comes between looking and taking. */
export function claimsIn(db: DatabaseSync): (claim: Claim) => boolean {
  const forget = db.prepare(
    'DELETE FROM claim WHERE key IN (SELECT key FROM claim WHERE until <= ? ORDER BY until LIMIT ?)',
  );
  const take = db.prepare(
    `INSERT INTO claim (key, until) VALUES (?, ?)
     ON CONFLICT (key) DO UPDATE SET until = excluded.until WHERE until <= ?`,
  );
  return ({ key, until, now }) => {
    forget.run(now, MOST_FORGOTTEN);
    return take.run(key, until, now).changes === 1;
  };
}
