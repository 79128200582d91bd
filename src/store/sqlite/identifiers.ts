import type { DatabaseSync } from 'node:sqlite';
import type { Identifier } from '@medplum/fhirtypes';
import type { Indexing } from './indexing.ts';
import type { Row } from './writer.ts';

interface Kept {
  readonly rid: number;
  readonly version_id: string;
  readonly body: string;
}

type Identified = { readonly identifier?: readonly Identifier[] };

/** Gives a stored resource the identifiers that the row has and it lacks, as a new version of it. */
export function identifiersIn(db: DatabaseSync, indexing: Indexing): (row: Row) => void {
  const byId = db.prepare('SELECT rid, version_id, body FROM resource WHERE type = ? AND id = ?');
  const update = db.prepare('UPDATE resource SET version_id = ?, last_updated = ?, body = ? WHERE rid = ?');
  return ({ type, id, lastUpdated, body }) => {
    const kept = byId.get(type, id) as Kept | undefined;
    if (!kept || kept.body === body) return;
    const stored = JSON.parse(kept.body) as Identified;
    const added = lacking(stored, JSON.parse(body) as Identified);
    if (added.length === 0) return;
    const extended = { ...stored, identifier: [...(stored.identifier ?? []), ...added] };
    update.run(String(Number(kept.version_id) + 1), lastUpdated, JSON.stringify(extended), kept.rid);
    indexing.again(kept.rid);
  };
}

function lacking({ identifier: has = [] }: Identified, { identifier = [] }: Identified): Identifier[] {
  return identifier.filter((i) => !has.some((h) => h.system === i.system && h.value === i.value));
}

/** Whether the stored text has all identifiers of the resource: without parsing it, since a repeated save asks. */
export function hasIdentifiers(body: string, resource: object): boolean {
  const { identifier } = resource as Identified;
  if (!Array.isArray(identifier)) return true;
  return identifier.every(({ value }) => body.includes(`"value":${JSON.stringify(value)}`));
}
