import type { Html } from '../html.ts';
import { section, table } from '../layout.ts';
import { percent } from '../numbers.ts';
import type { Estimate, Outcome } from './estimate.ts';
import { spanOf } from './horizon.ts';
import { scoreWords } from './statement.ts';

/** Other outcomes and horizons that the model answered at the same time. */
export function furtherSection({ further }: Estimate): Html | undefined {
  if (further.length === 0) return undefined;
  const rows = further.map((outcome) => [
    outcome.outcome,
    outcome.horizonDays === undefined ? '' : spanOf(outcome.horizonDays),
    outcome.probability === undefined ? scoreWords(outcome) : percent(outcome.probability),
    intervalOf(outcome),
  ]);
  return section(
    'further',
    'Further outcomes',
    table('Of the same model, from the same values', ['Outcome', 'Within', 'Estimate', 'Interval'], rows),
  );
}

const intervalOf = ({ interval }: Outcome): string =>
  interval ? `${percent(interval.low)} to ${percent(interval.high)}` : 'not known';
