import { settingsSchema } from './config.ts';
import { tableRow, withSection } from './generated-section.ts';

/** Every setting as a Markdown table: name, default, what it means. */
export function settingsTable(): string {
  const defaults: Readonly<Record<string, unknown>> = settingsSchema.parse({});
  const rows = Object.entries(settingsSchema.shape).map(([name, schema]) =>
    tableRow([`\`${name}\``, defaultCell(defaults[name]), schema.description ?? '']),
  );
  return [tableRow(['Variable', 'Default', 'Meaning']), tableRow(['---', '---', '---']), ...rows].join('\n');
}

/** The text with the table in its section. @throws RangeError when the section is not there exactly once */
export const withSettingsTable = (text: string): string => withSection(text, 'settings', settingsTable());

/** Whether the README shows the settings as the schema has them now. */
export const readmeSettingsUpToDate = (readme: string): boolean => withSettingsTable(readme) === readme;

/** As one would write it in the environment. */
function defaultCell(value: unknown): string {
  const text = Array.isArray(value) ? value.join(',') : String(value ?? '');
  return text === '' ? 'none' : `\`${text}\``;
}
