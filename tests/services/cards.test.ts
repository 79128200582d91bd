import { describe, expect, it } from 'vitest';
import { findingFor } from '../../src/findings/finding.ts';
import type { Abstention, ModelOutput } from '../../src/inference/prediction.ts';
import type { LoadedModel } from '../../src/inference/registry.ts';
import type { Evidence } from '../../src/kernel/evidence.ts';
import { type Outcome, sort } from '../../src/services/answers.ts';
import { planCards } from '../../src/services/cards.ts';
import { abstention, links, loaded, loadedScore, NOW, prediction, score } from '../findings/fixtures.ts';

interface Model {
  readonly name: string;
  readonly supersededBy?: readonly string[];
  /** Of what it estimates, where that is not what the others do. */
  readonly noun?: string;
}

const modelOf = ({ name, supersededBy = [], noun }: Model, of: LoadedModel): LoadedModel => ({
  ...of,
  manifest: {
    ...of.manifest,
    name,
    supersededBy: [...supersededBy],
    ...(noun ? { wording: { ...of.manifest.wording, noun } } : {}),
  },
});

function gave(output: ModelOutput, model: Model): Outcome {
  const of = modelOf(model, output.kind === 'score' ? loadedScore : loaded);
  const named = { ...output, model: { name: model.name, version: '1.0.0' } };
  return {
    state: 'answered',
    loaded: of,
    finding: findingFor(named, { patientId: 'p1', now: NOW, loaded: of, links }),
  };
}

const failed = (name: string): Outcome => ({ state: 'failed', loaded: modelOf({ name }, loaded) });

const late = (name: string): Outcome => ({
  state: 'late',
  loaded: modelOf({ name }, loaded),
  pending: { key: name, finish: async () => [] },
});

const cardsOf = (...outcomes: Outcome[]) =>
  planCards(sort(outcomes), links).map((planned) => ({ ...planned, ...planned.parts({}) }));

const lines = (detail: string) =>
  detail
    .split('\n\n')
    .slice(0, -1)
    .flatMap((p) => p.split('\n'));

const notFor = (reason: Abstention['reason']) =>
  abstention({ reason, because: 'not for pregnancy', concepts: ['pregnancy-status'] });

describe('the cards of a service', () => {
  it('are the full card of the only model with something to say', () => {
    const [card, ...others] = cardsOf(
      gave(prediction(), { name: 'a' }),
      gave(notFor('not-applicable'), { name: 'b' }),
    );
    expect(others).toEqual([]);
    expect(card).toMatchObject({ kind: 'result', about: { output: { model: { name: 'a' } } } });
    expect(card?.detail).toContain('What drives it');
  });

  it('say nothing of a model that lacks much: it was not meant for the occasion', () => {
    const lacksMuch = abstention({ concepts: ['heart-rate', 'glasgow-coma-score', 'lactate'] });
    const [card] = cardsOf(gave(prediction(), { name: 'a' }), gave(lacksMuch, { name: 'b' }));
    expect(card?.detail).not.toContain('Not estimated');
    const [nearest] = cardsOf(gave(lacksMuch, { name: 'b' }), gave(abstention(), { name: 'c' }));
    expect(nearest?.about?.output.model.name).toBe('c');
    expect(cardsOf(gave(lacksMuch, { name: 'b' }))).toHaveLength(1);
  });

  it('add to it in a line what could not be estimated', () => {
    const [card] = cardsOf(
      gave(prediction(), { name: 'a' }),
      gave(abstention(), { name: 'b', noun: 'stroke' }),
    );
    expect(lines(card!.detail).at(-1)).toBe('Not estimated: 5-year stroke risk (creatinine missing).');
    expect(lines(card!.detail).length).toBeLessThanOrEqual(8);
  });

  it('do not say that something was not estimated which another model has estimated', () => {
    const [card] = cardsOf(gave(prediction(), { name: 'a' }), gave(abstention(), { name: 'b' }));
    expect(card!.detail).not.toContain('Not estimated');
  });

  it('are one summary of several, the most important first, with a line on the others', () => {
    const cards = cardsOf(
      gave(prediction({ risk: 'low', probability: 0.02 }), { name: 'a' }),
      gave(prediction({ risk: 'high' }), { name: 'b' }),
      gave(abstention(), { name: 'c', noun: 'stroke' }),
      failed('d'),
      late('e'),
    );
    expect(cards).toHaveLength(1);
    expect(cards[0]).toMatchObject({ kind: 'summary', about: { output: { model: { name: 'b' } } } });
    expect(cards[0]!.summary).toBe(
      '5-year mortality risk 12% (9.2–16%), about twice that of women aged 63; 1 more estimate',
    );
    expect(lines(cards[0]!.detail).at(-1)).toBe(
      'Not estimated: 5-year stroke risk (creatinine missing). Failed: 5-year mortality risk. Still being computed: 5-year mortality risk.',
    );
  });

  it('are at most three: the summary and the two most alarming', () => {
    const warning = (name: string, probability: number) =>
      gave(prediction({ indicator: 'warning', risk: 'high', probability }), { name });
    const cards = cardsOf(
      warning('a', 0.2),
      warning('b', 0.4),
      gave(score(), { name: 'c' }),
      gave(prediction(), { name: 'd' }),
    );
    expect(cards.map((c) => [c.kind, c.about?.output.model.name])).toEqual([
      ['summary', 'c'],
      ['result', 'c'],
      ['result', 'b'],
    ]);
  });

  it('say what a model failed or is late for beside the card of the only one that answered', () => {
    const cards = cardsOf(failed('a'), gave(prediction(), { name: 'b' }), late('c'));
    expect(cards.map((c) => c.summary)).toEqual([
      expect.stringMatching(/^5-year mortality risk 12%/),
      '1 estimate still being computed, 1 estimate failed',
    ]);
    expect(cards.map((c) => c.about === undefined)).toEqual([false, true]);
    expect(cards[1]?.detail).toContain('Open the record again');
  });

  it('name the one that is late, or the one that failed', () => {
    expect(cardsOf(late('c'))[0]?.summary).toBe('5-year mortality risk is still being computed');
    expect(cardsOf(failed('a'))[0]?.summary).toBe('No 5-year mortality estimate: the model failed');
  });

  it('take an equation that gave no usable number for one that failed', () => {
    const [card] = cardsOf(gave(abstention({ reason: 'failed', because: 'x' }), { name: 'a' }));
    expect(card?.summary).toBe('No 5-year mortality estimate: the model failed');
  });

  it('are none for a patient to whom nothing applies', () => {
    expect(
      cardsOf(gave(notFor('not-applicable'), { name: 'a' }), gave(notFor('out-of-range'), { name: 'b' })),
    ).toEqual([]);
    expect(cardsOf()).toEqual([]);
  });

  it('are none where a model lacks all of its own inputs: nobody asked for it', () => {
    const missing = [{ concept: 'creatinine', required: true, reason: 'none' as const }];
    const known = [
      { concept: 'age', value: 63, unit: 'a' },
      { concept: 'heart-failure', value: false, notRecorded: true },
      { concept: 'atrial-fibrillation', value: true, date: '2026-01-01' },
    ];
    const lacking = (evidence: Partial<Evidence>) =>
      cardsOf(
        gave(abstention({ evidence: { used: known, missing, unusable: [], ...evidence } }), { name: 'a' }),
      );
    expect(lacking({})).toEqual([]);
    const measured = { concept: 'albumin', value: 4.2, unit: 'g/dL', date: '2026-01-01' };
    expect(lacking({ used: [...known, measured] })).toHaveLength(1);
    expect(lacking({ missing: [{ ...missing[0]!, reason: 'none-in-window' }] })).toHaveLength(1);
    expect(
      lacking({ unusable: [{ concept: 'creatinine', required: true, reason: 'unknown-unit' }] }),
    ).toHaveLength(1);
  });

  it('are the abstention of the only model that would apply, or one of all of them', () => {
    const one = cardsOf(gave(abstention(), { name: 'a' }), gave(notFor('out-of-range'), { name: 'b' }));
    expect(one.map((c) => c.summary)).toEqual([
      'No 5-year mortality estimate: creatinine is missing (none in 12 months)',
    ]);
    const two = cardsOf(gave(abstention(), { name: 'a' }), gave(abstention(), { name: 'b' }));
    expect(two.map((c) => c.summary)).toEqual([
      'No estimate by 2 models. Nearest: 5-year mortality risk (creatinine missing)',
    ]);
  });
});

describe('a model that another supersedes', () => {
  const old: Model = { name: 'old', supersededBy: ['new'] };

  it('is not shown where the other has answered', () => {
    const cards = cardsOf(gave(prediction(), old), gave(score(), { name: 'new' }));
    expect(cards.map((c) => c.about?.output.model.name)).toEqual(['new']);
    const missing = cardsOf(gave(abstention(), old), gave(score(), { name: 'new' }));
    expect(missing[0]?.detail).not.toContain('Not estimated');
  });

  it('is shown where the other could not, and named once where neither could', () => {
    const [card] = cardsOf(gave(prediction(), old), gave(abstention(), { name: 'new' }));
    expect(card?.about?.output.model.name).toBe('old');
    expect(
      cardsOf(gave(abstention(), old), gave(abstention(), { name: 'new' })).map(
        (c) => c.about?.output.model.name,
      ),
    ).toEqual(['new']);
  });
});
