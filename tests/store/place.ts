import type { Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll } from 'vitest';
import { type Clock, fixedClock } from '../../src/kernel/clock.ts';
import { unwrap } from '../../src/kernel/result.ts';
import type { SearchCondition, SearchRequest, Store } from '../../src/store/contract.ts';

export const NOW = '2026-11-23T12:00:00.000Z';

/** Where a store keeps its data: empty at first, and the same data however often it is opened. */
export interface Place {
  open(clock?: Clock): Promise<Store>;
  remove(): Promise<void>;
}

export type CreatePlace = () => Promise<Place>;

/** A store that holds these resources during the tests of one `describe`, and ways to search it. */
export function holding(createPlace: CreatePlace, resources: readonly Resource[]) {
  let place: Place;
  let store: Store;
  beforeAll(async () => {
    place = await createPlace();
    store = await place.open(fixedClock(NOW));
    unwrap(await store.save(resources));
  });
  afterAll(async () => {
    await store.close();
    await place.remove();
  });
  const search = (request: Partial<SearchRequest>) =>
    store.search({ type: 'RiskAssessment', conditions: [], limit: 100, offset: 0, ...request });
  const idsOf = async (request: Partial<SearchRequest>) =>
    (await search(request)).resources.map((r) => r.resource.id);
  const find = async (
    param: string,
    op: SearchCondition['op'],
    values: readonly string[],
    type = 'RiskAssessment',
  ) => idsOf({ type, conditions: [{ param, op, values }] });
  return { search, idsOf, find };
}
