/** Name of what is measured, and the work. */
type Side = readonly [name: string, work: () => void];

const ROUNDS = 15;
const ROUND_MS = 60;

/**
 * Prints the median time of `kairos` and of `baseline` for `rows` rows and their ratio. Both take turns, so that a
 * change in what else the machine does meets both.
 */
export function compare(title: string, rows: number, sides: { kairos: Side; baseline: Side }): void {
  const times: Record<'kairos' | 'baseline', number[]> = { kairos: [], baseline: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const side of ['kairos', 'baseline'] as const) {
      const microseconds = timeOf(sides[side][1]);
      if (round > 0) times[side].push(microseconds);
    }
  }
  const [own, other] = [median(times.kairos), median(times.baseline)];
  const columns = [
    title.padEnd(42),
    `${sides.kairos[0]} ${perRow(own, rows)}`.padEnd(34),
    `${sides.baseline[0]} ${perRow(other, rows)}`.padEnd(34),
    `ratio ${(other / own).toFixed(2)} (baseline / kairos)`,
  ];
  process.stdout.write(`${columns.join('')}\n`);
}

/** Microseconds of one run, from as many runs as fit in a round. */
function timeOf(work: () => void): number {
  const start = performance.now();
  let runs = 0;
  do {
    work();
    runs++;
  } while (performance.now() - start < ROUND_MS);
  return (1_000 * (performance.now() - start)) / runs;
}

const perRow = (microseconds: number, rows: number): string => `${(microseconds / rows).toFixed(2)} µs/row`;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
