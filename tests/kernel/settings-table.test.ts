import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../src/kernel/config.ts';
import { readmeSettingsUpToDate, settingsTable, withSettingsTable } from '../../src/kernel/settings-table.ts';

const rows = settingsTable()
  .split('\n')
  .slice(2)
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

describe('the settings table', () => {
  it('has one row for every setting, each with a description', () => {
    expect(rows.map((cells) => cells[1])).toEqual(
      Object.keys(settingsSchema.shape).map((name) => `\`${name}\``),
    );
    for (const cells of rows) expect(cells[3], cells[1]).toMatch(/\w{3}/);
  });

  it('shows defaults as one would write them in the environment', () => {
    const defaults = new Map(rows.map((cells) => [cells[1], cells[2]]));
    expect(defaults.get('`PORT`')).toBe('`8080`');
    expect(defaults.get('`ALLOW_ANONYMOUS`')).toBe('`false`');
    expect(defaults.get('`FHIR_SERVERS`')).toBe('none');
    expect(defaults.get('`BASE_URL`')).toBe('none');
  });
});

describe('the settings in the README', () => {
  const stale = 'before\n<!-- settings:start -->\n| old |\n<!-- settings:end -->\nafter\n';

  it('replaces what stands between the markers and keeps the rest', () => {
    const current = withSettingsTable(stale);
    expect(current).toBe(
      `before\n<!-- settings:start -->\n${settingsTable()}\n<!-- settings:end -->\nafter\n`,
    );
    expect(withSettingsTable(current)).toBe(current);
  });

  it('knows a current table from an old one', () => {
    expect(readmeSettingsUpToDate(stale)).toBe(false);
    expect(readmeSettingsUpToDate(withSettingsTable(stale))).toBe(true);
  });

  it.each([
    'no markers',
    '<!-- settings:start -->',
    '<!-- settings:end --> <!-- settings:start -->',
    `${stale}${stale}`,
  ])('refuses a text without exactly one pair of markers: %j', (text) => {
    expect(() => withSettingsTable(text)).toThrow(RangeError);
  });
});
