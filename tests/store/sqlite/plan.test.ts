import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../../src/kernel/result.ts';
import type { SearchCondition, SearchRequest } from '../../../src/store/contract.ts';
import { migrate } from '../../../src/store/sqlite/migrate.ts';
import { countOf, pageOf } from '../../../src/store/sqlite/search-sql.ts';

const db = new DatabaseSync(':memory:');
beforeAll(() => unwrap(migrate(db)));

/** What SQLite would do, a line per step; going through values handed to it is no scan of a table. */
const planOf = ({ text, values }: ReturnType<typeof pageOf>): string[] =>
  db
    .prepare(`EXPLAIN QUERY PLAN ${text}`)
    .all(...values)
    .map(({ detail }) => String(detail))
    .filter((detail) => !detail.startsWith('SCAN json_each'));

const request = (conditions: SearchCondition[], rest: Partial<SearchRequest> = {}): SearchRequest => ({
  type: 'RiskAssessment',
  conditions,
  limit: 50,
  offset: 0,
  ...rest,
});

const subject: SearchCondition = { param: 'subject', values: ['Patient/1'], op: 'eq' };
const since: SearchCondition = { param: 'date', values: ['2026-01-01'], op: 'ge' };

const requests: [string, SearchRequest, RegExp][] = [
  ['by subject', request([subject]), /SEARCH v USING PRIMARY KEY \(type=\? AND param=\? AND text=\?/],
  [
    'by subject and date',
    request([since, subject]),
    /SEARCH v USING PRIMARY KEY \(type=\? AND param=\? AND text=\?/,
  ],
  [
    'by subject, sorted',
    request([subject], { sort: [{ param: 'date', descending: true }] }),
    /SEARCH v USING .*search_range_by_resource \(type=\? AND param=\? AND rid=\?/,
  ],
  ['of everything', request([]), /SEARCH r USING .*INDEX resource_by_type \(type=\?/],
];

describe('SQLite query plans', () => {
  it.each(requests)('a search %s is a look-up, not a scan', (_, asked, lookUp) => {
    for (const plan of [planOf(pageOf(asked)), planOf(countOf({ ...asked }))])
      expect(plan.filter((step) => step.startsWith('SCAN'))).toEqual([]);
    expect(planOf(pageOf(asked)).join('\n')).toMatch(lookUp);
  });

  it('the dates of what a subject search found are looked up for each', () => {
    const plan = planOf(countOf(request([since, subject])));
    expect(plan.join('\n')).toMatch(/search_range_by_resource \(type=\? AND param=\? AND rid=\?/);
  });

  it('the newest of a type need no sorting', () => {
    expect(planOf(pageOf(request([]))).join('\n')).not.toMatch(/TEMP B-TREE/);
  });
});
