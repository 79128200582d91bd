import type { DatabaseSync } from 'node:sqlite';
import { searchValues } from '../search-index.ts';

interface Unindexed {
  readonly rid: number;
  readonly type: string;
  readonly last_updated: string;
  readonly body: string;
}

export interface Indexing {
  /** Writes the search values of the oldest resources that have none, `most` of them. Returns how many there were. */
  step(most: number): number;
  /** The last row that is indexed. */
  upTo(): number;
  /** Adds what a resource that changed is now found by as well; one that is not indexed yet is left for later. */
  again(rid: number): void;
}

/**
 * Search values, apart from the saving of results: they need not be on disk when an answer leaves, only when somebody
 * searches, and many at a time cost less. How far they are is written with them, so that nothing is left out after a
 * crash.
 */
export function indexingIn(db: DatabaseSync): Indexing {
  const oldest = db.prepare(
    'SELECT rid, type, last_updated, body FROM resource WHERE rid > (SELECT up_to FROM indexed) ORDER BY rid LIMIT ?',
  );
  const insertText = db.prepare(
    'INSERT OR IGNORE INTO search_text (type, param, text, rid) VALUES (?, ?, ?, ?)',
  );
  const insertRange = db.prepare(
    'INSERT OR IGNORE INTO search_range (type, param, low, high, rid) VALUES (?, ?, ?, ?, ?)',
  );
  const indexed = db.prepare(
    'SELECT rid, type, last_updated, body FROM resource WHERE rid = ? AND rid <= (SELECT up_to FROM indexed)',
  );
  const advance = db.prepare('UPDATE indexed SET up_to = ?');
  const reached = db.prepare('SELECT up_to FROM indexed');

  function index({ rid, type, last_updated, body }: Unindexed): void {
    for (const value of searchValues(JSON.parse(body), last_updated)) {
      if ('text' in value) insertText.run(type, value.param, value.text, rid);
      else insertRange.run(type, value.param, value.low, value.high, rid);
    }
  }

  return {
    step(most) {
      const rows = oldest.all(most) as unknown as readonly Unindexed[];
      for (const row of rows) index(row);
      const last = rows.at(-1);
      if (last) advance.run(last.rid);
      return rows.length;
    },
    upTo: () => (reached.get() as { up_to: number }).up_to,
    again(rid) {
      const row = indexed.get(rid) as Unindexed | undefined;
      if (row) index(row);
    },
  };
}
