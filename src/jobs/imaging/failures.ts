import type { Clock } from '../../kernel/clock.ts';
import type { ErrorCode, Problem } from '../../kernel/errors.ts';

/** Pictures of which the analysis failed: why, and that it is not tried again before a pause is over. */
export interface Failures {
  /** Why, while the pause lasts. */
  find(key: string): Problem | undefined;
  record(key: string, problem: Problem): void;
  forget(key: string): void;
}

const MINUTE_MS = 60_000;
const FIRST_PAUSE_MS = MINUTE_MS;
const LONGEST_PAUSE_MS = 60 * MINUTE_MS;

/** Longer each time: an archive that is down is asked again after 1, 4, 16, then every 60 minutes. */
const FACTOR = 4;

/** What is kept at a time; the oldest makes room. */
const MOST = 1_000;

/** The file itself: asking again for the same does not help before somebody has replaced it. */
const OF_THE_FILE: ReadonlySet<ErrorCode> = new Set([
  'invalid-dicom',
  'dicom-without-image',
  'unsupported-dicom',
  'unsupported-transfer-syntax',
  'dicom-too-large',
  'image-mismatch',
]);

interface Failure {
  readonly problem: Problem;
  readonly pauseMs: number;
  readonly until: number;
}

/**
 * In memory only: nothing is kept of a picture that no model has seen, and a new version of Kairos, which may read what
 * this one cannot, begins anew.
 */
export function rememberFailures(clock: Clock): Failures {
  const failures = new Map<string, Failure>();
  return {
    find(key) {
      const failure = failures.get(key);
      return failure && failure.until > clock.now().getTime() ? failure.problem : undefined;
    },
    record(key, problem) {
      const before = failures.get(key)?.pauseMs;
      const pauseMs = OF_THE_FILE.has(problem.code) ? LONGEST_PAUSE_MS : pauseAfter(before);
      failures.delete(key);
      if (failures.size >= MOST) failures.delete(failures.keys().next().value!);
      failures.set(key, { problem, pauseMs, until: clock.now().getTime() + pauseMs });
    },
    forget: (key) => void failures.delete(key),
  };
}

const pauseAfter = (before: number | undefined): number =>
  before === undefined ? FIRST_PAUSE_MS : Math.min(FACTOR * before, LONGEST_PAUSE_MS);
