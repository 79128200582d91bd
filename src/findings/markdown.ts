const NOT_SHOWN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\s]+/gu;

/** What has a meaning anywhere in a line. */
const INLINE = /[\\`*_[\]|~>]/g;

/** What has a meaning at the start of a line: headings, lists, rules; "14.1" and "-0.3" have none. */
const BLOCK = /^(?:\d+(?=[.)](?:\s|$))|(?=[#+\-=](?![\p{L}\d])))/u;

/**
 * Text as GitHub-flavoured Markdown that shows exactly this text: no markup, no HTML, no link, no table break, no
 * control or direction-changing character; runs of blanks are one blank. For everything that comes from a record.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(NOT_SHOWN, ' ')
    .trim()
    .replace(INLINE, '\\$&')
    .replace(BLOCK, '$&\\')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/:\/\//g, ':\\/\\/')
    .replace(/@/g, '&#64;')
    .replace(/\bwww\./gi, (w) => `${w.slice(0, -1)}\\.`);
}

/**
 * Text without anything that has a meaning in Markdown or HTML, for places that may be read as either: blanks stand
 * where it was.
 */
export const plainText = (text: string): string =>
  text
    .replace(NOT_SHOWN, ' ')
    .replace(/[\\`*_[\]|~<>&@#]/g, ' ')
    .replace(/:\/\//g, ': ')
    .replace(/\bwww\./gi, 'www ')
    .replace(/ +/g, ' ')
    .trim();
