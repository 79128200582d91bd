import { err, ok, type Result } from '../../kernel/result.ts';
import { dateOf } from './dates.ts';
import type { FhirResource } from './files.ts';
import { filterFor } from './local-params.ts';

type Pairs = readonly (readonly [name: string, value: string])[];

/**
 * A filled prefetch template evaluated over the resources of files: an instance read, or a search by the
 * parameters that `local-params.ts` knows, `_sort` by when it happened and `_count`. The error says what could not be done.
 */
export function evaluate(query: string, resources: readonly FhirResource[]): Result<object, string> {
  const [, type, id] = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/.exec(query) ?? [];
  if (type) return read(type, id, resources);
  const [, searched, rest] = /^([A-Z][A-Za-z]+)\?(.*)$/s.exec(query) ?? [];
  if (!searched || rest === undefined) return err('only reads and searches can be answered from files');
  const pairs = pairsOf(rest);
  return pairs ? search(searched, pairs, resources) : err('the query is not valid percent-encoding');
}

function read(type: string, id: string | undefined, resources: readonly FhirResource[]) {
  const found = resources.find((r) => r.resourceType === type && r.id === id);
  return found ? ok(found) : err(`the files hold no such ${type}`);
}

function pairsOf(query: string): Pairs | undefined {
  try {
    return query
      .split('&')
      .filter(Boolean)
      .map((pair) => {
        const [name = '', ...value] = pair.split('=');
        return [decodeURIComponent(name), decodeURIComponent(value.join('='))] as const;
      });
  } catch {
    return undefined;
  }
}

const SORTS = ['date', '-date', 'started', '-started'];

function search(type: string, pairs: Pairs, resources: readonly FhirResource[]): Result<object, string> {
  const controls = new Map(pairs.filter(([name]) => name === '_sort' || name === '_count'));
  const [sort, count] = [controls.get('_sort'), controls.get('_count')];
  if (sort !== undefined && !SORTS.includes(sort)) return err(`_sort=${sort} cannot be answered from files`);
  let found = resources.filter((r) => r.resourceType === type);
  for (const [name, value] of pairs.filter(([n]) => !controls.has(n))) {
    const matches = filterFor(name, value);
    if (!matches) return err(`the parameter ${name} cannot be answered from files`);
    found = found.filter(matches);
  }
  const page = sorted(found, sort).slice(0, count === undefined ? undefined : Number(count));
  return ok(searchset(page, found.length));
}

/** A search's Bundle, without an empty `entry`. */
export const searchset = (resources: readonly unknown[], total: number): object => ({
  resourceType: 'Bundle',
  type: 'searchset',
  total,
  ...(resources.length > 0 ? { entry: resources.map((resource) => ({ resource })) } : {}),
});

function sorted(found: readonly FhirResource[], order: string | undefined): readonly FhirResource[] {
  if (order === undefined) return found;
  const sign = order.startsWith('-') ? -1 : 1;
  return found.toSorted((a, b) => sign * dateOf(a).localeCompare(dateOf(b)));
}
