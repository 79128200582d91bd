/** Control characters, direction marks and what else is not seen but done. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Text of somebody else for a terminal: what would move the cursor, change colours or turn the direction of writing
 * is spelt out (`\u{1b}`).
 */
export const neutralise = (text: string): string =>
  text.replace(/\t/g, ' ').replace(UNSEEN, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`);

/** The same as one line: what comes from elsewhere must not look like a line of the report. */
export const oneLine = (value: unknown): string =>
  neutralise(
    textOf(value)
      .replace(/[ \t\r\n]+/g, ' ')
      .trim(),
  );

/** `String` would call what an object of somebody else says is its `toString`. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);

/** JSON for a terminal: the same values, in characters that a terminal only shows. */
export const safeJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (c) =>
    [...Array(c.length).keys()].map((i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  );
