/** Why an input had no part in the estimate, for a reader who does not know the codes. */
const REASONS: Readonly<Record<string, string>> = {
  none: 'not found in the record',
  'none-in-window': 'no result recent enough',
  'unknown-unit': 'unit not recognised',
  'no-unit': 'no unit given',
  implausible: 'outside the plausible range',
  'not-a-number': 'not a number',
  comparator: 'only known to lie below or above a limit',
  undated: 'no date',
  'future-dated': 'dated in the future',
  'unknown-code': 'coded value not recognised',
  'in-error': 'entered in error or cancelled',
  'no-value': 'reported without a value',
  contradictory: 'values of the same time contradict each other',
};

/** A code that this page does not know is shown as it is. */
export const reasonWords = (code: string): string => REASONS[code] ?? (code || 'no reason recorded');
