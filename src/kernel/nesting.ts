/** Deeper than any FHIR resource in practice; recursion over what was parsed stays far from the stack's end. */
export const MAX_DEPTH = 64;

/**
 * Twice what 5 MiB of FHIR hold. A value of two bytes takes twenty to forty in memory: a body of nothing else would
 * weigh a hundred megabytes.
 */
export const MAX_VALUES = 500_000;

const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const isOpening = (byte: number | undefined): boolean => byte === OPEN_BRACE || byte === OPEN_BRACKET;
const isClosing = (byte: number | undefined): boolean => byte === CLOSE_BRACE || byte === CLOSE_BRACKET;

export interface ShapeLimits {
  readonly depth: number;
  readonly values?: number;
}

/** What of a JSON text is beyond the limits, without parsing it. Brackets and commas inside strings do not count. */
export function beyond(json: Uint8Array, limits: ShapeLimits): 'depth' | 'values' | undefined {
  const { depth: mostDepth, values: mostValues = Number.POSITIVE_INFINITY } = limits;
  let depth = 0;
  let values = 0;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i];
    if (byte === QUOTE) i = endOfString(json, i);
    else if (byte === COMMA) values++;
    else if (isOpening(byte)) {
      values++;
      if (++depth > mostDepth) return 'depth';
    } else if (isClosing(byte)) depth--;
    if (values > mostValues) return 'values';
  }
  return undefined;
}

/** Whether a JSON text nests deeper than `limit`. */
export const nestingExceeds = (json: Uint8Array, limit: number): boolean =>
  beyond(json, { depth: limit }) === 'depth';

/** Index of the quote that closes the string opened at `start`, or the end of the text. */
function endOfString(json: Uint8Array, start: number): number {
  let i = start + 1;
  while (i < json.length && json[i] !== QUOTE) i += json[i] === BACKSLASH ? 2 : 1;
  return i;
}
