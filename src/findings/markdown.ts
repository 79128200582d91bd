const SPECIAL = /[\\`*_{}[\]()#+\-.!|~>&]/g;

const REPLACED_BY_SPACE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cf}]+/gu;

/**
 * Text as GitHub-flavoured Markdown that shows exactly this text: no markup, no HTML, no link, no table break, no
 * control or direction-changing character. For everything that comes from a record.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(REPLACED_BY_SPACE, ' ')
    .replace(SPECIAL, (c) => (c === '&' ? '&amp;' : `\\${c}`))
    .replace(/</g, '&lt;')
    .replace(/:\/\//g, ':&#47;&#47;')
    .replace(/@/g, '&#64;')
    .replace(/\bwww\b/gi, (w) => `${w}&#8203;`);
}

/** At most `limit` characters (code points), cut at a word where possible. */
export function shorten(text: string, limit: number): string {
  const points = [...text];
  if (points.length <= limit) return text;
  const cut = points.slice(0, limit - 1).join('');
  const lastSpace = cut.lastIndexOf(' ');
  return `${lastSpace > limit / 2 ? cut.slice(0, lastSpace) : cut}…`;
}
