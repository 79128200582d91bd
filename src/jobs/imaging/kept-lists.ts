import type { ImagingSeries } from '../../chart/imaging.ts';
import type { Clock } from '../../kernel/clock.ts';

/** What an archive has of a study. */
export interface Listed {
  readonly series: readonly ImagingSeries[];
  /** Bases at which it was asked. */
  readonly addresses: readonly string[];
  /** Whether those are all that the record names. */
  readonly isWhole: boolean;
}

/** What archives have listed, in memory only. */
export interface KeptLists {
  find(key: string): { readonly listed: Listed; readonly isFresh: boolean } | undefined;
  keep(key: string, listed: Listed): void;
}

const MINUTE_MS = 60_000;

/** A study may grow. */
const FRESH_MINUTES = 10;
/** Where an Endpoint could not be read, it may be the next time. */
const FRESH_MINUTES_OF_A_PART = 1;

/** What was taken out of an archive is not shown for longer. */
const MOST_MINUTES = 24 * 60;

/** Of all lists; the oldest make room. */
const MOST_INSTANCES = 50_000;

export function keptLists(clock: Clock): KeptLists {
  const kept = new Map<string, { readonly listed: Listed; readonly since: number }>();
  let instances = 0;

  function forget(key: string): void {
    instances -= sizeOf(kept.get(key)?.listed);
    kept.delete(key);
  }

  return {
    find(key) {
      const found = kept.get(key);
      if (!found) return undefined;
      const { listed, since } = found;
      const minutes = (clock.now().getTime() - since) / MINUTE_MS;
      if (minutes >= MOST_MINUTES) {
        forget(key);
        return undefined;
      }
      return { listed, isFresh: minutes < (listed.isWhole ? FRESH_MINUTES : FRESH_MINUTES_OF_A_PART) };
    },
    keep(key, listed) {
      forget(key);
      kept.set(key, { listed, since: clock.now().getTime() });
      instances += sizeOf(listed);
      while (instances > MOST_INSTANCES) forget(kept.keys().next().value!);
    },
  };
}

const sizeOf = (listed: Listed | undefined): number =>
  (listed?.series ?? []).reduce((sum, { instances }) => sum + instances.length, 0);
