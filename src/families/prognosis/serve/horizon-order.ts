import type { Manifest } from '../../../inference/manifest.ts';
import type { BlendAnswer } from '../../../inference/runtimes/blend.ts';
import { durationDays } from '../../../kernel/clock.ts';

const PRIMARY = 'primary';

/** Ids of the same outcome at other horizons: earlier ones from late to early, later ones from early to late. */
interface Order {
  readonly earlier: readonly string[];
  readonly later: readonly string[];
}

/**
 * What has happened by one year has happened by ten: where horizons were learned apart, answers of the same outcome
 * are held to that, outward from the first answer, which stays as its contributions explain it.
 */
export function inHorizonOrder(
  manifest: Manifest,
): (answers: ReadonlyMap<string, BlendAnswer>) => ReadonlyMap<string, BlendAnswer> {
  const { earlier, later } = orderOf(manifest);
  return (answers) => {
    const held = new Map(answers);
    holdTo(earlier, held, Math.min);
    holdTo(later, held, Math.max);
    return held;
  };
}

function orderOf({ outcome, further }: Manifest): Order {
  const { horizon } = outcome;
  if (horizon === undefined) return { earlier: [], later: [] };
  const days = durationDays(horizon);
  const same = further
    .flatMap((f) =>
      f.horizon !== undefined && f.coding.code === outcome.coding.code && f.unit === undefined
        ? [{ id: f.id, days: durationDays(f.horizon) }]
        : [],
    )
    .sort((a, b) => a.days - b.days);
  return {
    earlier: same
      .filter((f) => f.days < days)
      .map((f) => f.id)
      .reverse(),
    later: same.filter((f) => f.days > days).map((f) => f.id),
  };
}

function holdTo(
  ids: readonly string[],
  held: Map<string, BlendAnswer>,
  bound: (a: number, b: number) => number,
): void {
  let nearer = held.get(PRIMARY);
  for (const id of ids) {
    const own = held.get(id);
    if (!own || !nearer) continue;
    const next: BlendAnswer = {
      ...own,
      risk: bound(own.risk, nearer.risk),
      low: bound(own.low, nearer.low),
      high: bound(own.high, nearer.high),
    };
    held.set(id, next);
    nearer = next;
  }
}
