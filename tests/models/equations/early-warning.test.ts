import { describe, expect, it } from 'vitest';
import { equation as news2 } from '../../../models/news2/equation.ts';
import { equation as qsofa } from '../../../models/qsofa/equation.ts';
import { answerTo, served, vectorRows, vectorsAreHere } from './given.ts';

/** Somebody who scores nothing on the chart of the Royal College of Physicians. */
const WELL = {
  'respiratory-rate': 16,
  'oxygen-saturation': 97,
  'spo2-scale': 1,
  'supplemental-oxygen': false,
  'systolic-blood-pressure': 120,
  'heart-rate': 70,
  'level-of-responsiveness': 'alert',
  'body-temperature': 37,
};

const points = (changed: Parameters<typeof answerTo>[2]) => answerTo(news2, WELL, changed);

describe('NEWS2', () => {
  it('is 0 in somebody who is well', () => {
    expect(points({})).toBe(0);
  });

  /** Chart 1 of the report of 2017: last value of each range, and the points. */
  it.each([
    ['respiratory-rate', [8, 3], [9, 1], [11, 1], [12, 0], [20, 0], [21, 2], [24, 2], [25, 3]],
    ['oxygen-saturation', [91, 3], [92, 2], [93, 2], [94, 1], [95, 1], [96, 0]],
    ['systolic-blood-pressure', [90, 3], [91, 2], [100, 2], [101, 1], [110, 1], [111, 0], [219, 0], [220, 3]],
    [
      'heart-rate',
      [40, 3],
      [41, 1],
      [50, 1],
      [51, 0],
      [90, 0],
      [91, 1],
      [110, 1],
      [111, 2],
      [130, 2],
      [131, 3],
    ],
    ['body-temperature', [35, 3], [35.1, 1], [36, 1], [36.1, 0], [38, 0], [38.1, 1], [39, 1], [39.1, 2]],
  ] as const)('has the edges of the chart for %s', (concept, ...edges) => {
    for (const [value, wanted] of edges) expect(points({ [concept]: value }), `${value}`).toBe(wanted);
  });

  it.each([
    [83, 3],
    [84, 2],
    [85, 2],
    [86, 1],
    [87, 1],
    [88, 0],
    [92, 0],
    [93, 0],
    [100, 0],
  ] as const)('scores saturation of %d%% on air with %d on scale 2', (spo2, wanted) => {
    expect(points({ 'spo2-scale': 2, 'oxygen-saturation': spo2 })).toBe(wanted);
  });

  it.each([
    [88, 0],
    [92, 0],
    [93, 1],
    [94, 1],
    [95, 2],
    [96, 2],
    [97, 3],
    [100, 3],
  ] as const)(
    'scores saturation of %d%% on oxygen with %d on scale 2, beside 2 for oxygen',
    (spo2, wanted) => {
      expect(points({ 'spo2-scale': 2, 'oxygen-saturation': spo2, 'supplemental-oxygen': true })).toBe(
        wanted + 2,
      );
    },
  );

  it.each([['confused'], ['voice'], ['pain'], ['unresponsive']])('gives 3 to somebody %s', (level) => {
    expect(points({ 'level-of-responsiveness': level })).toBe(3);
  });

  it('takes temperature in tenths and counts in whole numbers, as a chart states them', () => {
    expect(points({ 'body-temperature': 38.05 })).toBe(1);
    expect(points({ 'body-temperature': 38.04 })).toBe(0);
    expect(points({ 'respiratory-rate': 20.4 })).toBe(0);
    expect(points({ 'oxygen-saturation': 95.5 })).toBe(0);
  });

  it('finds oxygen in whatever says that it is given, and needs somebody to say', () => {
    const unsaid = { 'supplemental-oxygen': undefined };
    expect(points({ ...unsaid, 'inhaled-oxygen-flow-rate': 2 })).toBe(2);
    expect(points({ ...unsaid, 'inhaled-oxygen-concentration': 28 })).toBe(2);
    expect(points({ ...unsaid, 'inhaled-oxygen-concentration': 21 })).toBe(0);
    expect(points({ 'supplemental-oxygen': false, 'inhaled-oxygen-flow-rate': 2 })).toBe(2);
    expect(points(unsaid)).toEqual(['supplemental-oxygen']);
  });
});

describe('the bands of NEWS2', () => {
  const CONFUSED = { 'level-of-responsiveness': 'confused' };
  const TWO_OF_SATURATION = { 'oxygen-saturation': 93 };

  it.each([
    [4, 'low', { ...TWO_OF_SATURATION, 'respiratory-rate': 21 }],
    [3, 'low to medium', CONFUSED],
    [4, 'low to medium', { ...CONFUSED, 'oxygen-saturation': 95 }],
    [5, 'medium', { ...CONFUSED, ...TWO_OF_SATURATION }],
    [6, 'medium', { ...CONFUSED, 'heart-rate': 131 }],
    [7, 'high', { ...CONFUSED, ...TWO_OF_SATURATION, 'respiratory-rate': 21 }],
  ])('call %d %s', async (value, band, changed) => {
    const output = (await served('news2'))({ ...WELL, ...changed });
    expect(output).toMatchObject({ kind: 'score', value });
    expect('band' in output ? output.band : '').toMatch(new RegExp(`^${band} clinical risk`));
  });

  it.skipIf(!vectorsAreHere)('are those of every vector (skipped without ../shared/data)', async () => {
    const predict = await served('news2');
    const rows = await vectorRows('news2.csv', 'risk_band');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const output = predict(news2.vectors.inputs(row) as typeof WELL);
      const band = 'band' in output ? output.band?.split(' clinical')[0]?.replace(' to ', '-') : '';
      expect(band, JSON.stringify(row)).toBe(row.risk_band);
    }
  });

  it('speak of the other scale where it would change the score and nobody said which', async () => {
    const predict = await served('news2');
    const cautions = (known: object) => {
      const output = predict({ ...WELL, ...known });
      return 'cautions' in output ? output.cautions : [];
    };
    expect(cautions({ 'spo2-scale': undefined, 'oxygen-saturation': 90 })[0]).toMatch(/Scale 2/);
    expect(cautions({ 'spo2-scale': undefined })).toEqual([]);
    expect(cautions({ 'oxygen-saturation': 90 })).toEqual([]);
  });
});

describe('qSOFA', () => {
  const usual = { 'respiratory-rate': 16, 'systolic-blood-pressure': 120, 'glasgow-coma-score': 15 };

  it.each([
    ['respiratory-rate', 21, 0],
    ['respiratory-rate', 22, 1],
    ['systolic-blood-pressure', 101, 0],
    ['systolic-blood-pressure', 100, 1],
    ['glasgow-coma-score', 15, 0],
    ['glasgow-coma-score', 14, 1],
  ])('with a %s of %d is %d', (concept, value, wanted) => {
    expect(answerTo(qsofa, usual, { [concept]: value })).toBe(wanted);
  });

  it('takes responsiveness where there is no coma score, and neither as normal', () => {
    const awake = { ...usual, 'glasgow-coma-score': undefined };
    expect(answerTo(qsofa, awake, { 'level-of-responsiveness': 'alert' })).toBe(0);
    expect(answerTo(qsofa, awake, { 'level-of-responsiveness': 'voice' })).toBe(1);
    expect(answerTo(qsofa, awake)).toEqual(['glasgow-coma-score', 'level-of-responsiveness']);
  });
});
