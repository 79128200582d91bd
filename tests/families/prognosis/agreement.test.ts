import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wayOf } from '../../../src/families/prognosis/commands.ts';
import { evaluateEquation } from '../../../src/families/prognosis/evaluation/agreement.ts';
import { describe as inWords } from '../../../src/families/prognosis/evaluation/describe.ts';
import { isMet } from '../../../src/families/prognosis/evaluation/rounding.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { ageAndAlbumin, modelOf, type Parts } from './equations.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vectors-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const MODEL: Parts = { compute: ageAndAlbumin };

async function evaluated(text: string, parts: Parts = MODEL) {
  const path = join(folder, 'any.csv');
  writeFileSync(path, text);
  return unwrap(await evaluateEquation(modelOf(parts), path));
}

/** Of 60 years with 38 g/L: 6% and 2%. */
const MET = '60,38,8.0';

describe('the agreement of an equation with its vectors', () => {
  it('is the share that it meets, with the others by row', async () => {
    const result = await evaluated(`age,alb,risk\n${MET}\n60,38,8.2\n60,40,6\n`);
    expect(result).toMatchObject({
      model: 'some-equation',
      version: '1.0.0',
      data: { n: 3 },
      outsideRange: 0,
      subgroups: {},
      comparators: {},
      calibration: [],
    });
    expect(result.metrics.agreement.value).toBeCloseTo(2 / 3, 12);
    expect(result.metrics.agreement.ci95[0]).toBeCloseTo(0.2077, 4);
    expect(result.disagreements).toHaveLength(1);
    expect(result.disagreements[0]).toMatchObject({ row: 2, expected: { answer: '8.2' } });
    expect(inWords(result).join('\n')).toMatch(/3 vectors[\s\S]*agreement[\s\S]*row 2: /);
  });

  it('finds columns by name, in any order and among others', async () => {
    const result = await evaluated('\uFEFFnote,risk,alb,age\r\n"a, b",8.0,38,60\r\n');
    expect(result.metrics.agreement.value).toBe(1);
  });

  it('leaves rows out that expect nothing', async () => {
    expect((await evaluated(`age,alb,risk\n${MET}\n60,38,\n60,38,NA`)).data.n).toBe(1);
  });

  it('computes people outside the range all the same, and counts them', async () => {
    const ranges = [{ concept: 'albumin', label: 'albumin', min: 4, max: 5, unit: 'g/dL' }];
    const result = await evaluated(`age,alb,risk\n12,40,1.2\n${MET}\n60,42,7`, { ...MODEL, ranges });
    expect(result.outsideRange).toBe(2);
    expect(result.disagreements.map((d) => d.row)).toEqual([3]);
  });

  it('compares answers that are not shown to this person', async () => {
    const vectors = {
      expected: (row: Readonly<Record<string, string>>) => ({ later: { text: row.risk ?? '' } }),
    };
    const compute: Parts['compute'] = (inputs) => ({ ...ageAndAlbumin(inputs), beyondRange: { later: 0.5 } });
    const result = await evaluated('age,alb,risk\n60,38,0.5', { compute, vectors });
    expect(result).toMatchObject({ outsideRange: 1, disagreements: [] });
  });

  it('says why there is no number where something is missing or the equation fails', async () => {
    const compute: Parts['compute'] = (inputs) => {
      if (inputs.number('age') > 80) throw new Error('defect');
      return ageAndAlbumin(inputs);
    };
    const { disagreements } = await evaluated('age,alb,risk\n60,900,8.0\n85,38,1\n95,38,1', { compute });
    expect(disagreements.map((d) => d.got)).toEqual([
      expect.stringMatching(/albumin cannot be used/),
      expect.stringMatching(/no usable number/),
      'the equation failed',
    ]);
  });
});

describe('a file of vectors', () => {
  const problemOf = async (path: string) => {
    const result = await evaluateEquation(modelOf(MODEL), path);
    return result.ok ? 'none' : `${result.error.code}: ${result.error.message}`;
  };
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

  it('is the one of its folder whose columns fit', async () => {
    write('a.csv', 'x,y\n1,2');
    write('b.CSV', `age,alb,risk\n${MET}`);
    write('SOURCE.md', '# none');
    expect(unwrap(await evaluateEquation(modelOf(MODEL), folder)).data.n).toBe(1);
    write('c.csv', `age,alb,risk\n${MET}`);
    expect(await problemOf(folder)).toMatch(/^invalid-data: 2 CSV files/);
  });

  it.each<[string, string, RegExp]>([
    ['lacks columns', 'age,weight\n1,2', /lacks the columns alb, risk/],
    ['is empty', '', /has no rows/],
    ['is not CSV', '"a\n1,2', /is not a CSV file/],
    ['expects nothing', 'age,alb,risk\n60,38,', /no row expects anything/],
  ])('is refused when it %s', async (_, text, reason) => {
    write('a.csv', text);
    expect(await problemOf(join(folder, 'a.csv'))).toMatch(reason);
  });

  it('that is not there, or not among those of a folder, is said not to be', async () => {
    expect(await problemOf(join(folder, 'gone.csv'))).toMatch(/^invalid-data: there is no CSV file/);
    expect(await problemOf(folder)).toMatch(/no CSV file of the folder has the columns age, alb, risk/);
  });
});

describe('the rounding of a vector', () => {
  it.each<[number, string, boolean]>([
    [0.0594999, '5.9', true],
    [0.05951, '6.0', true],
    [0.0596, '5.9', false],
    [0.144, '14', true],
    [0.146, '14', false],
    [0.125, '12.5', true],
    [0.00125, '1.2e-1', true],
    [0.00126, '1.2e-1', false],
  ])('%d as a percentage meets "%s": %s', (got, text, met) => {
    expect(isMet(got, { text, scale: 100 })).toBe(met);
  });

  it('grows by the tolerance that the equation states, and no number meets nothing', () => {
    expect(isMet(1.007, { text: '1.00', tolerance: 0.003 })).toBe(true);
    expect(isMet(1.009, { text: '1.00', tolerance: 0.003 })).toBe(false);
    expect(isMet(Number.NaN, { text: '1.00' })).toBe(false);
    expect(isMet(undefined, { text: '1.00' })).toBe(false);
  });
});

describe('the commands for an equation', () => {
  const model = modelOf(MODEL);
  const job = () => ({ model, data: folder, placeOf: () => folder, scratch: folder, log: () => undefined });

  it('evaluate on vectors', async () => {
    writeFileSync(join(folder, 'a.csv'), `age,alb,risk\n${MET}`);
    const { evaluate, place } = await wayOf(model);
    expect(place).toEqual(['equations', 'some.csv']);
    expect(unwrap(await evaluate(job()))).toMatchObject({
      figures: { metrics: { agreement: { value: 1 } } },
    });
  });

  it('say that there is nothing to fit', async () => {
    const { train } = await wayOf(model);
    expect(await train(job())).toMatchObject({ ok: false, error: { code: 'not-supported' } });
  });
});
