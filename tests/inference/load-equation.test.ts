import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadEquation } from '../../src/inference/load-equation.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'equation-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const VECTORS = "vectors: { file: 'a.csv', columns: [], inputs: () => ({}), expected: () => ({}) }";
const ANSWER = 'compute: () => ({ answer: 1, parts: {}, reference: { group: "all", answer: 1 } })';
const EQUATION = `export const equation = { ${ANSWER}, ${VECTORS} };`;

async function load(files: Readonly<Record<string, string>>, artifacts = Object.keys(files)) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const contents = artifacts.map((name) => [name, readFileSync(join(directory, name))] as const);
  const loaded = await loadEquation(directory, 'some-score', new Map(contents));
  return loaded.ok ? loaded.value : `${loaded.error.code} ${loaded.error.message}`;
}

describe('the equation of a model folder', () => {
  it('is what its file exports', async () => {
    expect(await load({ 'equation.ts': EQUATION })).toMatchObject({ vectors: { file: 'a.csv' } });
  });

  it('may import what is an artifact too', async () => {
    const loaded = await load({
      'equation.ts': `import { one } from './one.ts';\nimport type { A } from './gone.ts';\n${EQUATION}\nexport const of: A = one;`,
      'one.ts': 'export const one = 1;',
    });
    expect(loaded).toMatchObject({ vectors: { file: 'a.csv' } });
  });

  it.each<[string, Readonly<Record<string, string>>, string[], RegExp]>([
    [
      'is not among its artifacts',
      { 'weights.json': '{}' },
      ['weights.json'],
      /artifacts must name equation\.ts/,
    ],
    [
      'imports a file whose hash nobody states',
      { 'equation.ts': `import { one } from './one.ts';\n${EQUATION}`, 'one.ts': 'export const one = 1;' },
      ['equation.ts'],
      /artifacts must name one\.ts, which is imported/,
    ],
    [
      'imports such a file behind another',
      {
        'equation.ts': `export { one } from './one.ts';\n${EQUATION}`,
        'one.ts': `import two from './two.json' with { type: 'json' };\nexport const one = two;`,
        'two.json': '2',
      },
      ['equation.ts', 'one.ts'],
      /artifacts must name two\.json/,
    ],
    ['cannot be imported', { 'equation.ts': 'throw new Error();' }, ['equation.ts'], /cannot be imported/],
    ['exports nothing', { 'equation.ts': 'export const other = 1;' }, ['equation.ts'], /exports no equation/],
    [
      'exports one that cannot compute',
      { 'equation.ts': `export const equation = { ${VECTORS} };` },
      ['equation.ts'],
      /exports no equation/,
    ],
    [
      'exports one without test vectors',
      { 'equation.ts': `export const equation = { ${ANSWER} };` },
      ['equation.ts'],
      /exports no equation/,
    ],
  ])('is refused by the model’s name when it %s', async (_, files, artifacts, reason) => {
    const refused = await load(files, artifacts);
    expect(refused).toMatch(/^invalid-manifest models\/some-score: /);
    expect(refused).toMatch(reason);
  });
});
