const WIDTH = 100;

/** Lines of at most 100 characters, broken between words. */
export function wrap(text: string, width = WIDTH): string[] {
  return text.split('\n').flatMap((line) => {
    const lines = [''];
    for (const word of line.split(' ')) {
      const last = lines.at(-1)!;
      const longer = last === '' ? word : `${last} ${word}`;
      if (last === '' || longer.length <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  });
}

export const indent = (lines: readonly string[], by: string): string[] =>
  lines.map((line) => (line === '' ? by.trimEnd() : `${by}${line}`));

type Align = 'left' | 'right' | 'center' | null | undefined;

/** Rows in columns as wide as their widest cell; the first row is the head. */
export function table(rows: readonly (readonly string[])[], alignments: readonly Align[]): string[] {
  const columns = rows[0]?.map((_, i) => i) ?? [];
  const widths = columns.map((i) => Math.max(...rows.map((row) => widthOf(row[i] ?? ''))));
  const lineOf = (row: readonly string[]) =>
    columns
      .map((i) => pad(row[i] ?? '', widths[i]!, alignments[i]))
      .join('  ')
      .trimEnd();
  const [head = [], ...body] = rows;
  return [lineOf(head), widths.map((w) => '-'.repeat(w)).join('  '), ...body.map(lineOf)];
}

const widthOf = (text: string): number => [...text].length;

const pad = (text: string, width: number, align: Align): string => {
  const blanks = ' '.repeat(width - widthOf(text));
  return align === 'right' ? `${blanks}${text}` : `${text}${blanks}`;
};
