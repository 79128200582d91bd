import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const TESTS = join(ROOT, 'tests/http/checklist');

const documented = readFileSync(join(ROOT, 'docs/cds-hooks.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line) => line.split('|').at(-2)!.trim());

const tested = readdirSync(TESTS)
  .filter((name) => name.endsWith('.test.ts'))
  .flatMap((name) => [...readFileSync(join(TESTS, name), 'utf8').matchAll(/\bit\('(\d+\. .*)', async/g)])
  .map((match) => match[1]!);

const byNumber = (a: string, b: string): number =>
  Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1);

describe('docs/cds-hooks.md', () => {
  it('names a test for each requirement, and each test of the checklist stands in it', () => {
    expect(documented.toSorted(byNumber)).toEqual(tested.toSorted(byNumber));
  });

  it('leaves out no number of the checklist', () => {
    const numbers = new Set(documented.map((name) => Number.parseInt(name, 10)));
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 27 }, (_, i) => i + 1));
  });
});
