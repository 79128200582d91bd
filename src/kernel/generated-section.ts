/**
 * The text with what stands between `<!-- name:start -->` and `<!-- name:end -->` replaced.
 * @throws RangeError when the text does not hold both markers, in order, once each
 */
export function withSection(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [before, rest, ...more] = text.split(start);
  const [old, after, ...others] = rest?.split(end) ?? [];
  if (before === undefined || old === undefined || after === undefined || more.length + others.length > 0)
    throw new RangeError(`expected one ${start} followed by one ${end}`);
  return `${before}${start}\n${content}\n${end}${after}`;
}

/** A row of a Markdown table. */
export const tableRow = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
