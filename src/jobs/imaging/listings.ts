import type { ImagingStudy } from '../../chart/imaging.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Problem, problem } from '../../kernel/errors.ts';
import { describeDefect, type Logger } from '../../kernel/logger.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { JobQueue } from '../contract.ts';
import { inTurn } from '../in-turn.ts';
import { type Addresses, archiveOf } from './addresses.ts';
import { rememberFailures } from './failures.ts';
import { keptLists, type Listed } from './kept-lists.ts';
import { completed } from './listed-study.ts';
import type { ListInstances } from './qido.ts';

type Listing = Promise<Result<ImagingStudy>>;

/** What is known of a study of which the record does not list all instances. Promises are never rejected. */
export type ListingState =
  /** As its archive listed it; what it says now, where it is asked again. */
  | { readonly state: 'known'; readonly study: ImagingStudy; readonly again?: Listing }
  | { readonly state: 'underway'; readonly done: Listing }
  /** Not tried again for a while. */
  | { readonly state: 'failed'; readonly problem: Problem };

/** A study to be asked for. */
export interface ListingQuestion {
  readonly study: ImagingStudy;
  /** Where it is asked for: another place may list others. */
  readonly place: string;
  /** Whether what the archive said a short time ago is not enough. */
  readonly isAskedAnew: boolean;
  readonly addresses: () => Promise<Addresses>;
}

/** Studies whose instances the record does not list, with those that their archives have. */
export interface Listings {
  /** Asks the archive of a study unless what it said a short time ago is known. */
  find(question: ListingQuestion): ListingState;
}

export interface ListingDependencies {
  readonly listInstances: ListInstances;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createListings({ listInstances, queue, clock, log }: ListingDependencies): Listings {
  const kept = keptLists(clock);
  const underway = new Map<string, Promise<Result<Listed>>>();
  const failures = rememberFailures(clock);

  async function list(
    uid: string,
    key: string,
    addresses: () => Promise<Addresses>,
  ): Promise<Result<Listed>> {
    const { bases, isWhole } = await addresses();
    const found =
      (await inTurn(queue, () => listInstances(uid, bases), archiveOf(bases))) ?? err(problem('overloaded'));
    if (!found.ok) {
      log.warn({ code: found.error.code }, 'the pictures of a study could not be listed');
      if (found.error.code !== 'overloaded') failures.record(key, found.error);
      return found;
    }
    const listed = { series: found.value, addresses: bases, isWhole };
    failures.forget(key);
    kept.keep(key, listed);
    return ok(listed);
  }

  /** Once for all who ask meanwhile. */
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
    find({ study, place, isAskedAnew, addresses }) {
      const key = `${study.uid}|${place}`;
      const known = kept.find(key);
      const failure = failures.find(key);
      const isEnough = failure !== undefined || (known?.isFresh === true && !isAskedAnew);
      // Each asker with the own record: another one may say other things of the same study.
      const done = isEnough
        ? undefined
        : ask(study.uid, key, addresses).then((found) =>
            found.ok ? ok(completed(study, found.value)) : found,
          );
      if (done && (!known || isAskedAnew)) return { state: 'underway', done };
      if (!known) return { state: 'failed', problem: failure! };
      return { state: 'known', study: completed(study, known.listed), ...(done ? { again: done } : {}) };
    },
  };
}
