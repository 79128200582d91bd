import type { RiskAssessment } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { cardPartsFor } from '../../src/findings/card-parts.ts';
import { EXTENSIONS } from '../../src/findings/extensions.ts';
import { findingFor } from '../../src/findings/finding.ts';
import { furtherWords } from '../../src/findings/further.ts';
import { manifestSchema } from '../../src/inference/manifest.ts';
import type { FurtherOutcome, Prediction } from '../../src/inference/prediction.ts';
import { links, loaded, MODEL_URL, manifest, NOW, prediction, RESULT_URL } from './fixtures.ts';

const coding = (display: string) => ({ system: 'http://snomed.info/sct', code: '84114007', display });
const noun = (id: string, name: string, horizon?: string) => ({
  id,
  coding: coding(name),
  noun: name,
  ...(horizon ? { horizon } : {}),
});

const several = manifestSchema.parse({
  ...manifest,
  further: [
    noun('heart-failure', 'heart failure', 'P10Y'),
    noun('ascvd', 'ASCVD', 'P10Y'),
    noun('late', 'mortality', 'P30Y'),
    { ...noun('age', 'biological age'), unit: 'a' },
  ],
});

const outcome = (id: string, change: Partial<FurtherOutcome>): FurtherOutcome => ({
  id,
  outcome: coding(id),
  ...change,
});

const FURTHER: readonly FurtherOutcome[] = [
  outcome('heart-failure', {
    horizon: 'P10Y',
    probability: 0.081,
    interval: { low: 0.06, high: 0.1, level: 0.95 },
  }),
  outcome('ascvd', { horizon: 'P10Y', probability: 0.092 }),
  outcome('late', { horizon: 'P30Y', probability: 0.53 }),
];

const withFurther = (further: readonly FurtherOutcome[]): Prediction => prediction({ further });

describe('further outcomes', () => {
  it('are one line, by horizon; the first outcome at another horizon needs no name', () => {
    expect(furtherWords(withFurther(FURTHER), several)).toBe(
      'Heart failure 8.1%, ASCVD 9.2% in 10 years; 53% in 30 years',
    );
    expect(furtherWords(prediction(), several)).toBeUndefined();
  });

  it('may be values, and are named by their code where the manifest does not know them', () => {
    const others = [outcome('age', { value: 61.23, unit: 'a' }), outcome('unheard of', { probability: 0.5 })];
    expect(furtherWords(withFurther(others), several)).toBe('Biological age 61.2 years, unheard of 50%');
  });

  it('stand on the card below the statement', () => {
    const card = cardPartsFor(withFurther(FURTHER), { ...loaded, manifest: several }, RESULT_URL, MODEL_URL);
    expect(card.detail.split('\n\n')[1]).toBe('Heart failure 8.1%, ASCVD 9.2% in 10 years; 53% in 30 years.');
    expect(card.detail.split('\n\n').slice(0, -1).join('\n').split('\n').length).toBeLessThanOrEqual(8);
  });

  it('are predictions of their own in the RiskAssessment, each with outcome and horizon', () => {
    const [risk] = findingFor(withFurther([...FURTHER, outcome('age', { value: 61.2, unit: 'a' })]), {
      patientId: 'p1',
      now: NOW,
      loaded: { ...loaded, manifest: several },
      links,
    }).resources() as unknown as [RiskAssessment];
    const [, failure, ascvd, late, age] = risk.prediction!;
    expect(failure).toMatchObject({
      outcome: { text: 'Heart failure' },
      probabilityDecimal: 8.1,
      extension: [{ url: EXTENSIONS.interval }],
      rationale: '10-year heart failure risk: 8.1%.',
    });
    expect(failure!.whenRange!.high!.value).toBe(73);
    expect(ascvd).not.toHaveProperty('extension');
    expect(late!.whenRange!.high!.value).toBe(93);
    expect(age).not.toHaveProperty('probabilityDecimal');
    expect(age).not.toHaveProperty('whenRange');
    expect(age!.extension![0]).toMatchObject({
      url: EXTENSIONS.score,
      valueQuantity: { value: 61.2, code: 'a' },
    });
  });
});

describe('a survival curve', () => {
  it('is four lists of equal length in percent', () => {
    const curve = [
      { months: 0, survival: 1, low: 1, high: 1 },
      { months: 12, survival: 0.9123, low: 0.87, high: 0.95 },
    ];
    const [risk] = findingFor(prediction({ curve }), {
      patientId: 'p1',
      now: NOW,
      loaded,
      links,
    }).resources();
    const stored = (risk as RiskAssessment).prediction![0]!.extension!.find(
      (e) => e.url === EXTENSIONS.curve,
    );
    expect(stored!.extension!.map((e) => [e.url, e.valueString])).toEqual([
      ['months', '0 12'],
      ['survival', '100 91.23'],
      ['low', '100 87'],
      ['high', '100 95'],
    ]);
  });
});

describe('a risk without an interval', () => {
  const { interval: _, ...certain } = prediction({ indicator: 'critical' });
  const card = cardPartsFor(certain, loaded, RESULT_URL, MODEL_URL);

  it('says none, and never alarms as much as one with', () => {
    expect(card.summary).toBe('5-year mortality risk 12%, about twice that of women aged 63');
    expect(card.detail).toMatch(/die within 5 years\. Among all/);
    expect(card.indicator).toBe('warning');
  });
});
