/** A number as a vector states it: see `Vectors.expected`. */
interface Wanted {
  readonly text: string;
  readonly scale?: number;
  readonly tolerance?: number;
}

/** Room for the last bit of binary arithmetic, relative to the value. */
const BINARY = 1e-9;

/** Within half a unit of the last decimal of the text, and the tolerance that the equation states. */
export function isMet(got: number | undefined, { text, scale = 1, tolerance = 0 }: Wanted): boolean {
  if (got === undefined) return false;
  const wanted = Number(text);
  const allowed = lastUnit(text) / 2 + tolerance + BINARY * Math.max(1, Math.abs(wanted));
  return Math.abs(got * scale - wanted) <= allowed;
}

/** What a difference of 1 in the last digit is worth: 0.1 for "5.9", 1 for "14", 0.001 for "1.25e-1". */
function lastUnit(text: string): number {
  const [digits = '', exponent = '0'] = text.toLowerCase().split('e');
  const [, decimals = ''] = digits.split('.');
  return 10 ** (Number(exponent) - decimals.length);
}
