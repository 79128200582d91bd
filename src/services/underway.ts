/** Work that was late, by key: found again by the next call that would otherwise start it a second time. */
export interface Underway<T> {
  /** The key costs something to make, so it is asked for only while anything is underway. */
  find(key: () => string): Promise<T> | undefined;
  /** Keeps the work, or gives what is kept already under this key. */
  keep(key: string, work: Promise<T>): Promise<T>;
}

/** What is kept at a time; the oldest makes room. */
const MOST = 1_000;

/** Finished work is kept this long for the next call, failed work not at all. */
const KEEP_MS = 10 * 60_000;

export function createUnderway<T>(): Underway<T> {
  const kept = new Map<string, Promise<T>>();

  function forget(key: string, work: Promise<T>): void {
    if (kept.get(key) === work) kept.delete(key);
  }

  return {
    find: (key) => (kept.size === 0 ? undefined : kept.get(key())),
    keep(key, work) {
      const known = kept.get(key);
      if (known) return known;
      if (kept.size >= MOST) kept.delete(kept.keys().next().value!);
      kept.set(key, work);
      work.then(
        () => setTimeout(() => forget(key, work), KEEP_MS).unref(),
        () => forget(key, work),
      );
      return work;
    },
  };
}
