import type { ImagingSeries, ImagingStudy } from '../../chart/imaging.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Problem, problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { JobQueue } from '../contract.ts';
import { rememberFailures } from './failures.ts';
import type { ListInstances } from './qido.ts';

/** Studies whose instances the record does not list, with those that their archives have. */
export interface Listings {
  /** The study as its archive listed it a short time ago. */
  known(study: ImagingStudy, place: string): ImagingStudy | undefined;
  /** Asks the archive, unless it is being asked or had no answer a short time ago. */
  ask(
    study: ImagingStudy,
    place: string,
    addresses: () => Promise<readonly string[]>,
  ): Promise<Result<Listing>>;
}

/** What an archive will have said. */
export interface Listing {
  readonly done: Promise<Result<ImagingStudy>>;
}

export interface ListingDependencies {
  readonly listInstances: ListInstances;
  readonly queue: JobQueue;
  readonly clock: Clock;
  /** Told of each failure. */
  readonly onFailure: (problem: Problem) => void;
}

/** A study may still grow. */
const KEPT_MS = 600_000;

/** What is kept at a time; the oldest makes room. */
const MOST = 200;

/** What an archive has of a study, and the bases at which it was asked. */
interface Listed {
  readonly series: readonly ImagingSeries[];
  readonly addresses: readonly string[];
}

/** In memory only. A place says where a study is asked for: another place may list others. */
export function createListings({ listInstances, queue, clock, onFailure }: ListingDependencies): Listings {
  const kept = new Map<string, Listed & { readonly until: number }>();
  const underway = new Map<string, Listing>();
  const failures = rememberFailures(clock);
  let jobs = 0;

  function keep(key: string, listed: Listed): void {
    kept.delete(key);
    if (kept.size >= MOST) kept.delete(kept.keys().next().value!);
    kept.set(key, { ...listed, until: clock.now().getTime() + KEPT_MS });
  }

  async function list(study: ImagingStudy, key: string, addresses: readonly string[]) {
    const found = await listInstances(study.uid, addresses);
    if (!found.ok) {
      failures.record(key, found.error);
      onFailure(found.error);
      return found;
    }
    failures.forget(key);
    keep(key, { series: found.value, addresses });
    return ok(completed(study, { series: found.value, addresses }));
  }

  function asked(key: string): Result<Listing> | undefined {
    const listing = underway.get(key);
    if (listing) return ok(listing);
    const failure = failures.find(key);
    return failure && err(failure);
  }

  function start(study: ImagingStudy, key: string, addresses: readonly string[]): Result<Listing> {
    const { promise: done, resolve } = Promise.withResolvers<Result<ImagingStudy>>();
    jobs += 1;
    const isAdded = queue.add(`list|${key}|${jobs}`, async () => {
      const result = await list(study, key, addresses).catch(() => err(problem('image-unavailable')));
      underway.delete(key);
      resolve(result);
    });
    if (!isAdded) return err(problem('overloaded'));
    underway.set(key, { done });
    return ok({ done });
  }

  return {
    known(study, place) {
      const listed = kept.get(keyOf(study, place));
      return listed && listed.until > clock.now().getTime() ? completed(study, listed) : undefined;
    },
    async ask(study, place, addresses) {
      const key = keyOf(study, place);
      const before = asked(key);
      if (before) return before;
      const bases = await addresses();
      return asked(key) ?? start(study, key, bases);
    },
  };
}

const keyOf = ({ uid }: ImagingStudy, place: string): string => `${uid}|${place}`;

/** What the archive does not say of a series the record may say. Its pictures are where the list came from. */
function completed(study: ImagingStudy, { series, addresses }: Listed): ImagingStudy {
  const recorded = new Map(study.series.map((one) => [one.uid, one]));
  return {
    ...study,
    isListed: true,
    endpoints: addresses.map((address) => ({ kind: 'wado-rs', address })),
    series: series.map((one): ImagingSeries => {
      const { modality, bodySite, description } = recorded.get(one.uid) ?? {};
      return {
        ...one,
        modality: one.modality ?? modality,
        bodySite: one.bodySite ?? bodySite,
        description: one.description ?? description,
      };
    }),
  };
}
