import type { Html } from '../html.ts';
import { section, table } from '../layout.ts';
import { predicted } from '../numbers.ts';
import type { Estimate, Outcome } from './estimate.ts';
import { spanOf } from './horizon.ts';
import { scoreWords } from './statement.ts';

/** Other outcomes and horizons that the model answered at the same time. */
export function furtherSection({ further, present }: Estimate): Html | undefined {
  if (further.length === 0) return undefined;
  if (present) return furtherFindings(further);
  const rows = further.map((outcome) => [
    outcome.outcome,
    outcome.horizonDays === undefined ? '' : spanOf(outcome.horizonDays),
    figureOf(outcome),
    intervalOf(outcome),
  ]);
  return section(
    'further',
    'Further outcomes',
    table('Of the same model, from the same values', ['Outcome', 'Within', 'Estimate', 'Interval'], rows),
  );
}

/** What is there now has no time; its parts mostly have no interval of their own. */
function furtherFindings(further: readonly Outcome[]): Html {
  const hasIntervals = further.some(({ interval }) => interval);
  const rows = further.map((outcome) => [
    outcome.outcome,
    figureOf(outcome),
    ...(hasIntervals ? [intervalOf(outcome)] : []),
  ]);
  const heads = ['Finding', 'Probability', ...(hasIntervals ? ['Interval'] : [])];
  return section('further', 'Further findings', table('Of the same model, on the same picture', heads, rows));
}

const figureOf = (outcome: Outcome): string =>
  outcome.probability === undefined ? scoreWords(outcome) : predicted(outcome.probability);

const intervalOf = ({ interval }: Outcome): string =>
  interval ? `${predicted(interval.low)} to ${predicted(interval.high)}` : 'not known';
