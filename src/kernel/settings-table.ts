import { settingsSchema } from './config.ts';

const START = '<!-- settings:start -->';
const END = '<!-- settings:end -->';

/** Every setting as a Markdown table: name, default, what it means. */
export function settingsTable(): string {
  const defaults: Readonly<Record<string, unknown>> = settingsSchema.parse({});
  const rows = Object.entries(settingsSchema.shape).map(([name, schema]) =>
    row([`\`${name}\``, defaultCell(defaults[name]), schema.description ?? '']),
  );
  return [row(['Variable', 'Default', 'Meaning']), row(['---', '---', '---']), ...rows].join('\n');
}

/**
 * The text with the table between its two markers replaced by the current one.
 * @throws RangeError when the text does not hold both markers, in order, once each
 */
export function withSettingsTable(text: string): string {
  const [before, rest, ...more] = text.split(START);
  const [table, after, ...others] = rest?.split(END) ?? [];
  if (before === undefined || table === undefined || after === undefined || more.length + others.length > 0)
    throw new RangeError(`expected one ${START} followed by one ${END}`);
  return `${before}${START}\n${settingsTable()}\n${END}${after}`;
}

/** Whether the README shows the settings as the schema has them now. */
export const readmeSettingsUpToDate = (readme: string): boolean => withSettingsTable(readme) === readme;

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

/** As one would write it in the environment. */
function defaultCell(value: unknown): string {
  const text = Array.isArray(value) ? value.join(',') : String(value ?? '');
  return text === '' ? 'none' : `\`${text}\``;
}
