import type { RiskAssessment } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { cardPartsFor } from '../../src/findings/card-parts.ts';
import { EXTENSIONS } from '../../src/findings/extensions.ts';
import { findingFor } from '../../src/findings/finding.ts';
import { scoreValue } from '../../src/findings/score-words.ts';
import { abstentionSentence } from '../../src/findings/sentences.ts';
import { pendingCard } from '../../src/findings/unanswered.ts';
import type { Manifest } from '../../src/inference/manifest.ts';
import type { Score } from '../../src/inference/prediction.ts';
import { emptyMembers } from '../fhir/validate.ts';
import {
  abstention,
  links,
  loadedScore,
  MODEL_URL,
  NOW,
  RESULT_URL,
  score,
  scoreManifest,
} from './fixtures.ts';

const cardOf = (change: Partial<Score> = {}) =>
  cardPartsFor(score(change), loadedScore, RESULT_URL, MODEL_URL);

const riskOf = (change: Partial<Score> = {}) =>
  findingFor(score(change), {
    patientId: 'p1',
    now: NOW,
    loaded: loadedScore,
    links,
  }).resources()[0] as RiskAssessment;

describe('the card of a score', () => {
  const card = cardOf();

  it('says the score, its value and its band', () => {
    expect(card.summary).toBe('TOY2 7 points, high (urgent response)');
    expect(card.indicator).toBe('critical');
    expect(emptyMembers(card)).toEqual([]);
  });

  it('explains it in its own unit, and carries what must be shown with it', () => {
    expect(card.detail.split('\n\n')).toEqual([
      'TOY2 **7 points** (scale 0 to 20): high (urgent response).',
      '| What drives it | Value | Effect, points |\n|---|---|---|\n| Systolic blood pressure | 88 mmHg · 23 Nov 2026 | ▲ +3 |',
      expect.stringContaining(
        '_Research use. toy-score 1.2.3. Reproduced from: Nobody, Toy Early Warning Score. Not for acute illness',
      ),
    ]);
  });

  it('is not critical on old values, but needs no interval for it', () => {
    const { evidence } = score();
    const used = evidence.used.map((u) => ({ ...u, staleDays: 200 }));
    expect(cardOf({ evidence: { ...evidence, used } }).indicator).toBe('warning');
  });

  it('names the score where there is none', () => {
    expect(abstentionSentence(abstention(), scoreManifest)).toBe(
      'No TOY2: creatinine is missing (none in 12 months)',
    );
    expect(pendingCard(scoreManifest, MODEL_URL).summary).toBe('TOY2 is still being computed');
  });
});

describe('the value of a score', () => {
  const of = (unit: string | undefined, decimals: number): Manifest => ({
    ...scoreManifest,
    score: { label: 'X', decimals, unit },
  });

  it.each([
    [1, undefined, 0, '1 point'],
    [7, undefined, 0, '7 points'],
    [54.26, 'mL/min/{1.73_m2}', 0, '54 mL/min/1.73 m²'],
    [61.04, 'a', 1, '61.0 years'],
    [-1.25, '{score}', 1, '−1.3'],
    [-0.04, '{score}', 1, '0.0'],
  ])('%d in %s with %d decimals is "%s"', (value, unit, decimals, words) => {
    expect(scoreValue(value, of(unit, decimals))).toBe(words);
  });
});

describe('the RiskAssessment of a score', () => {
  const [prediction] = riskOf().prediction!;

  it('is final, without a probability and a horizon, with the value and the band', () => {
    expect(riskOf().status).toBe('final');
    expect(prediction).not.toHaveProperty('probabilityDecimal');
    expect(prediction).not.toHaveProperty('whenPeriod');
    expect(prediction!.qualitativeRisk).toMatchObject({
      coding: [{ code: 'high' }],
      text: 'high (urgent response)',
    });
    expect(prediction!.rationale).toBe('TOY2 is 7 points on a scale of 0 to 20: high (urgent response).');
    expect(prediction!.extension).toContainEqual({
      url: EXTENSIONS.score,
      valueQuantity: { value: 7, unit: 'points', system: 'http://unitsofmeasure.org', code: '{score}' },
    });
  });

  it('has the scale', () => {
    expect(prediction!.extension).toContainEqual({
      url: EXTENSIONS.scale,
      valueRange: { low: { value: 0 }, high: { value: 20 } },
    });
  });

  it('has the value with the decimals that were said, and its own unit', () => {
    const manifest = { ...scoreManifest, score: { label: 'eGFR', unit: 'mL/min/{1.73_m2}', decimals: 1 } };
    const risk = findingFor(score({ value: 54.26, unit: 'mL/min/{1.73_m2}' }), {
      patientId: 'p1',
      now: NOW,
      loaded: { ...loadedScore, manifest },
      links,
    }).resources()[0] as RiskAssessment;
    expect(risk.prediction![0]!.extension![0]!.valueQuantity).toMatchObject({
      value: 54.3,
      unit: 'mL/min/1.73 m²',
      code: 'mL/min/{1.73_m2}',
    });
  });

  it('states effects in the unit of the score', () => {
    const effects = prediction!
      .extension!.flatMap((e) => e.extension ?? [])
      .filter((e) => e.url === 'effect');
    expect(effects.map((e) => e.valueDecimal)).toEqual([3, 0]);
  });

  it('carries the acknowledgement', () => {
    expect(riskOf().note!.map((n) => n.text)).toContain('Reproduced from: Nobody, Toy Early Warning Score.');
  });
});
