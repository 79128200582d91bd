/** CDS Hooks 2.0.1, "Card Attributes": a card's `summary` is shorter than 140 characters. */
export const SUMMARY_LIMIT = 139;

/** At most `limit` characters (code points), cut at a word where possible. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const points = [...text];
  if (points.length <= limit) return text;
  const cut = points.slice(0, limit - 1).join('');
  const lastSpace = cut.lastIndexOf(' ');
  return `${lastSpace > limit / 2 ? cut.slice(0, lastSpace) : cut}…`;
}
