import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Resource } from '@medplum/fhirtypes';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result, unwrap } from '../../kernel/result.ts';
import type { SearchRequest, SearchResult, Store, StoredResource } from '../contract.ts';
import { hasIdentifiers } from './identifiers.ts';
import { countOf, pageOf } from './search-sql.ts';

interface Stored {
  readonly version_id: string;
  readonly last_updated: string;
  readonly body: string;
}

/** Statements are kept by their text; callers choose it, so there is a limit. */
const MOST_STATEMENTS = 200;

export interface Reader extends Pick<Store, 'read' | 'readVersion' | 'history' | 'search' | 'ping'> {
  /** Whether it is stored with all its identifiers. */
  holds(resource: Resource): boolean;
}

/** @param index resolves when everything saved so far can be found */
export function createReader(db: DatabaseSync, index: () => Promise<Result<void>>): Reader {
  const byId = db.prepare('SELECT version_id, last_updated, body FROM resource WHERE type = ? AND id = ?');
  const existence = db.prepare('SELECT 1 FROM resource WHERE type = ? AND id = ?');
  const one = db.prepare('SELECT 1 FROM resource LIMIT 1');
  const behind = db.prepare('SELECT 1 FROM resource WHERE rid > (SELECT up_to FROM indexed) LIMIT 1');
  const statements = statementCache(db);

  function current(type: string, id: string): StoredResource | undefined {
    const row = byId.get(type, id) as Stored | undefined;
    return row && toStored(row);
  }

  return {
    holds(resource) {
      const { resourceType, id = '' } = resource;
      if (!('identifier' in resource)) return existence.get(resourceType, id) !== undefined;
      const row = byId.get(resourceType, id) as Stored | undefined;
      return row !== undefined && hasIdentifiers(row.body, resource);
    },
    read: async (type, id) => current(type, id),
    async readVersion(type, id, versionId) {
      const found = current(type, id);
      return found?.versionId === versionId ? found : undefined;
    },
    async history(type, id) {
      const found = current(type, id);
      return found ? [found] : [];
    },
    async search(request) {
      if (!request.mayLag && behind.get() !== undefined) unwrap(await index());
      return search(request, statements);
    },
    async ping() {
      try {
        one.get();
        return ok(undefined);
      } catch {
        return err(problem('storage-failed'));
      }
    },
  };
}

function search(request: SearchRequest, statement: (sql: string) => StatementSync): SearchResult {
  const count = countOf(request);
  const { n } = statement(count.text).get(...count.values) as { n: number };
  if (request.limit === 0) return { total: n, resources: [] };
  const page = pageOf(request);
  const rows = statement(page.text).all(...page.values) as unknown as Stored[];
  return { total: n, resources: rows.map(toStored) };
}

const toStored = ({ version_id, last_updated, body }: Stored): StoredResource => ({
  resource: JSON.parse(body) as Resource,
  versionId: version_id,
  lastUpdated: last_updated,
});

function statementCache(db: DatabaseSync): (sql: string) => StatementSync {
  const kept = new Map<string, StatementSync>();
  return (sql) => {
    const known = kept.get(sql);
    if (known) return known;
    if (kept.size >= MOST_STATEMENTS) kept.delete(kept.keys().next().value!);
    const prepared = db.prepare(sql);
    kept.set(sql, prepared);
    return prepared;
  };
}
