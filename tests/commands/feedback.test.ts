import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { UsageError } from '../../src/commands/command.ts';
import { command } from '../../src/commands/feedback.ts';
import { fixedClock } from '../../src/kernel/clock.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { COMMENT, everything, NOVEMBER, resourcesOf } from '../insight/feedback-fixtures.ts';

let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kairos-feedback-'));
  const store = await openSqliteStore({ directory, clock: fixedClock(NOVEMBER) });
  unwrap(await store.save(everything()));
  const odd = {
    outcome: 'overridden' as const,
    reason: { code: 'own', display: 'Mrs Example' },
    comment: 'two\nlines\r\n',
  };
  unwrap(
    await store.save(
      resourcesOf({ count: 1, version: '9', at: '2025-03-01T00:00:00.000Z', feedback: [odd], service: 'b' }),
    ),
  );
  await store.close();
});
afterAll(() => rmSync(directory, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

/** Runs the command in this process: what it prints. */
async function run(...args: string[]): Promise<string> {
  vi.stubEnv('DATA_DIR', directory);
  // Vite's own variable of that name is no address.
  vi.stubEnv('BASE_URL', '');
  const written: string[] = [];
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    await command.run(args);
  } finally {
    stdout.mockRestore();
  }
  return written.join('');
}

describe('kairos feedback', () => {
  it('prints the figures counted by hand as JSON', async () => {
    const { groups, ...rest } = JSON.parse(await run('--json', '--service', 'prognosis-patient-view'));
    expect(rest).toEqual({ by: 'month' });
    expect(groups.map((g: { version: string }) => g.version)).toEqual(['1.1.0', '1.0.0']);
    const [, older] = groups;
    expect(older.total).toMatchObject({ shown: 40, answered: 31, accepted: 16, overridden: 15 });
    const { value, ci95 } = older.total.acceptedOfAnswered;
    expect(value).toBeCloseTo(16 / 31, 12);
    expect(ci95[0]).toBeCloseTo(0.3484, 4);
    expect(ci95[1]).toBeCloseTo(0.6803, 4);
    expect(older.spans.map((s: { start: string; reasons: unknown }) => [s.start, s.reasons])).toEqual([
      [
        '2026-10-01',
        [
          { reason: 'Already known or acted upon', count: 6 },
          { reason: 'No reason given', count: 2 },
        ],
      ],
      [
        '2026-11-01',
        [
          { reason: 'Does not apply to this patient', count: 5 },
          { reason: 'I do not agree with the estimate', count: 2 },
        ],
      ],
    ]);
  });

  it('prints a table for people', async () => {
    const text = await run('--service', 'prognosis-patient-view', '--by', 'week');
    expect(text).toContain('prognosis-patient-view  nhanes-mortality 1.0.0, by week');
    expect(text).toMatch(/^ {2}2026-10-12 +20 +16 +8 +8 +50\.0% \(28\.0 to 72\.0\)$/m);
    expect(text).toMatch(/^ {2}all +40 +31 +16 +15 +51\.6% \(34\.8 to 68\.0\)$/m);
    expect(text).toMatch(/^ +6 {2}Already known or acted upon$/m);
  });

  it('prints comments only when told to, each on a line of its own', async () => {
    for (const args of [[], ['--json']]) {
      const silent = await run(...args);
      expect(silent).not.toContain(COMMENT);
      expect(silent).not.toContain('Mrs Example');
    }
    expect(await run('--comments', '--service', 'b')).toMatch(/^2025-03-01T00:01:00.000Z .* two lines *$/m);
    const { comments } = JSON.parse(await run('--comments', '--json'));
    // 6 + 2 + 5 + 3 + 2 in the fixture, those of a changed mind too, and one more.
    expect(comments).toHaveLength(19);
    expect(comments[0]).toMatchObject({ model: 'nhanes-mortality', outcome: 'overridden', comment: COMMENT });
    expect(JSON.stringify(comments)).not.toMatch(/Patient|RiskAssessment/);
  });

  it('takes a day to begin at, and a model', async () => {
    const shown = async (...args: string[]) =>
      JSON.parse(await run('--json', ...args)).groups.map((g: { total: { shown: number } }) => g.total.shown);
    expect(await shown('--since', '2026-11-01')).toEqual([7, 20]);
    expect(await shown('--model', 'nhanes-mortality')).toEqual([1, 7, 40]);
    expect(await run('--model', 'other')).toBe('No card was made in this period.\n');
  });

  it.each([
    ['--by', 'year'],
    ['--since', '2026-13-01'],
    ['--since', '2026-02-30'],
    ['--since', 'yesterday'],
    ['--since', '2026'],
    ['--nothing'],
    ['something'],
  ])('refuses what it does not understand: %s %s', async (...args) => {
    await expect(run(...args)).rejects.toThrow(UsageError);
  });
});
