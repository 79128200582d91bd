import type { ImagingSeries, ImagingStudy } from '../../chart/imaging.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Problem, problem } from '../../kernel/errors.ts';
import { describeDefect, type Logger } from '../../kernel/logger.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { JobQueue } from '../contract.ts';
import type { Addresses } from './addresses.ts';
import { rememberFailures } from './failures.ts';
import type { ListInstances } from './qido.ts';

/** What is known of a study of which the record does not list all instances. */
export type ListingState =
  /** As its archive listed it. */
  | { readonly state: 'known'; readonly study: ImagingStudy }
  | { readonly state: 'underway'; readonly done: Promise<Result<ImagingStudy>> }
  /** Not tried again for a while. */
  | { readonly state: 'failed'; readonly problem: Problem };

/** Studies whose instances the record does not list, with those that their archives have. */
export interface Listings {
  /**
   * Asks the archive of a study unless what it said is known; after ten minutes it is asked again for the next time, as a
   * study may grow.
   *
   * @param place where it is asked for: another place may list others
   */
  find(study: ImagingStudy, place: string, addresses: () => Promise<Addresses>): ListingState;
}

export interface ListingDependencies {
  readonly listInstances: ListInstances;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly log: Logger;
}

const FRESH_MS = 600_000;

/** Studies that are kept at a time; the oldest makes room. */
const MOST = 50;

/** What an archive has of a study, and the bases at which it was asked. */
interface Listed {
  readonly series: readonly ImagingSeries[];
  readonly addresses: readonly string[];
}

/** In memory only. */
export function createListings({ listInstances, queue, clock, log }: ListingDependencies): Listings {
  const kept = new Map<string, Listed & { readonly since: number }>();
  const underway = new Map<string, Promise<Result<Listed>>>();
  const failures = rememberFailures(clock);
  let jobs = 0;

  function keep(key: string, listed: Listed): void {
    kept.delete(key);
    if (kept.size >= MOST) kept.delete(kept.keys().next().value!);
    kept.set(key, { ...listed, since: clock.now().getTime() });
  }

  /** The list, once it is its turn. */
  function inTurn(uid: string, bases: readonly string[]): ReturnType<ListInstances> {
    const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<ListInstances>>>();
    jobs += 1;
    const isAdded = queue.add(`list|${jobs}`, () => listInstances(uid, bases).then(resolve, reject));
    return isAdded ? promise : Promise.resolve(err(problem('overloaded')));
  }

  async function list(
    uid: string,
    key: string,
    addresses: () => Promise<Addresses>,
  ): Promise<Result<Listed>> {
    const { bases, isWhole } = await addresses();
    const found = await inTurn(uid, bases);
    if (!found.ok) {
      log.warn({ code: found.error.code }, 'the pictures of a study could not be listed');
      if (isWhole && found.error.code !== 'overloaded') failures.record(key, found.error);
      return found;
    }
    const listed = { series: found.value, addresses: bases };
    failures.forget(key);
    if (isWhole) keep(key, listed);
    return ok(listed);
  }

  /** Once for all who ask meanwhile. Never rejects. */
  function ask(uid: string, key: string, addresses: () => Promise<Addresses>): Promise<Result<Listed>> {
    const asked = underway.get(key);
    if (asked) return asked;
    const listed = list(uid, key, addresses)
      .catch((cause: unknown) => {
        log.error({ error: describeDefect(cause) }, 'the list of pictures of a study failed');
        failures.record(key, problem('internal'));
        return err(problem('internal'));
      })
      .finally(() => underway.delete(key));
    underway.set(key, listed);
    return listed;
  }

  return {
    find(study, place, addresses) {
      const key = `${study.uid}|${place}`;
      const listed = kept.get(key);
      const isFresh = listed !== undefined && clock.now().getTime() - listed.since < FRESH_MS;
      const failure = failures.find(key);
      const asked = isFresh || failure ? undefined : ask(study.uid, key, addresses);
      if (listed) return { state: 'known', study: completed(study, listed) };
      if (!asked) return { state: 'failed', problem: failure! };
      const done = asked.then((found) => (found.ok ? ok(completed(study, found.value)) : found));
      return { state: 'underway', done };
    },
  };
}

/**
 * The series of the archive and of the record. What the archive does not say of a series the record may say; the pictures
 * of a series are where it says itself, else where the list came from.
 */
function completed(study: ImagingStudy, { series, addresses }: Listed): ImagingStudy {
  const recorded = new Map(study.series.map((one) => [one.uid, one]));
  const listed = new Set(series.map(({ uid }) => uid));
  return {
    ...study,
    isListed: true,
    endpoints: addresses.map((address) => ({ kind: 'wado-rs', address })),
    series: [
      ...series.map((one) => mergedWith(one, recorded.get(one.uid))),
      ...study.series.filter(({ uid }) => !listed.has(uid)),
    ],
  };
}

function mergedWith(listed: ImagingSeries, recorded: ImagingSeries | undefined): ImagingSeries {
  if (!recorded) return listed;
  const uids = new Set(listed.instances.map(({ uid }) => uid));
  return {
    uid: listed.uid,
    modality: listed.modality ?? recorded.modality,
    bodySite: listed.bodySite ?? recorded.bodySite,
    description: listed.description ?? recorded.description,
    endpoints: recorded.endpoints,
    instances: [...listed.instances, ...recorded.instances.filter(({ uid }) => !uids.has(uid))],
  };
}
