import type { Resource } from '@medplum/fhirtypes';
import type { Result } from '../kernel/result.ts';

/** A stored version of a resource, with the metadata the store assigned. */
export interface StoredResource<T extends Resource = Resource> {
  readonly resource: T;
  readonly versionId: string;
  readonly lastUpdated: string;
}

/** One search condition; conditions are ANDed, the values of one are ORed. */
export interface SearchCondition {
  readonly param: string;
  /** Index values as produced by `search-index.ts`: tokens `system|code`, references `Type/id`, ISO dates, numbers. */
  readonly values: readonly string[];
  readonly op: 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'missing' | 'not-missing';
}

export interface SearchRequest {
  readonly type: string;
  readonly conditions: readonly SearchCondition[];
  readonly sort?: readonly { readonly param: string; readonly descending: boolean }[];
  readonly limit: number;
  readonly offset: number;
  /** May leave out what was saved a moment ago: the search then never waits until that can be found. */
  readonly mayLag?: true;
}

export interface SearchResult {
  readonly total: number;
  readonly resources: readonly StoredResource[];
}

/**
 * Where results live. Two implementations pass one contract test: embedded SQLite, and later PostgreSQL.
 * Everything is asynchronous, and nothing here is SQL.
 */
export interface Store {
  /**
   * Stores resources that carry their own ids. A resource whose id is already stored is left as it is, since ids are
   * derived from content; only identifiers that it lacks are added, as a new version. So a repeated save is the same
   * save, and several names of one thing accumulate. All or nothing, and durable
   * (survives power loss) when the promise resolves; concurrent saves share one commit.
   */
  save(resources: readonly Resource[]): Promise<Result<void>>;
  /**
   * Whether this caller is the first to claim the key: true for one only, across all processes that share the data, and
   * durable when the promise resolves. A claim lasts `until` and is then forgotten; the key can be claimed again.
   */
  claim(key: string, until: Date): Promise<Result<boolean>>;
  read(type: string, id: string): Promise<StoredResource | undefined>;
  readVersion(type: string, id: string, versionId: string): Promise<StoredResource | undefined>;
  /** All versions, newest first. */
  history(type: string, id: string): Promise<readonly StoredResource[]>;
  search(request: SearchRequest): Promise<SearchResult>;
  /** Cheap check for readiness probes. */
  ping(): Promise<Result<void>>;
  close(): Promise<void>;
}
