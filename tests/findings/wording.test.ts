import { describe, expect, it } from 'vitest';
import { answerDetail } from '../../src/findings/card-detail.ts';
import { headlineWithin } from '../../src/findings/card-parts.ts';
import { gapWords } from '../../src/findings/gaps.ts';
import { groupWords, membersOf } from '../../src/findings/group-words.ts';
import { predictionsOf } from '../../src/findings/prediction-elements.ts';
import { loaded, NOW, prediction } from './fixtures.ts';

const TYPICAL = 'typical patients of an intensive care unit';

describe('the words for a comparison group', () => {
  it('call a typical member no more than that, and name its people', () => {
    expect(groupWords(TYPICAL)).toBe(TYPICAL);
    expect(groupWords('women aged 63')).toBe('all women aged 63');
    expect(
      ['women aged 63', 'men', TYPICAL, 'typical seriously ill people', undefined].map(membersOf),
    ).toEqual(['women', 'men', 'patients', 'people', 'people']);
    const detail = answerDetail(
      prediction({ comparison: { group: TYPICAL, probability: 0.06 } }),
      loaded,
      'm',
    );
    expect(detail).toContain('patients with these values');
    expect(detail).toContain(`Among ${TYPICAL}:`);
  });

  it('are left out of a summary in which they would be cut', () => {
    const long = prediction({
      comparison: { group: `women ${'of some kind '.repeat(12)}`, probability: 0.06 },
    });
    expect(headlineWithin(139, long, loaded.manifest)).toBe('5-year mortality risk 12% (9.2–16%)');
    expect(headlineWithin(139, prediction(), loaded.manifest)).toMatch(/of women aged 63$/);
  });
});

describe('an outcome', () => {
  it('is said in the words of the manifest beside its code', () => {
    const manifest = {
      ...loaded.manifest,
      wording: { noun: 'in-hospital mortality', verb: 'die in hospital' },
    };
    const [first] = predictionsOf(prediction(), manifest, NOW);
    expect(first?.outcome?.text).toBe('In-hospital mortality');
    expect(first?.outcome?.coding).toEqual([prediction().outcome]);
  });
});

describe('what is counted as absent', () => {
  const evidence = (n: number) => ({
    used: Array.from({ length: n }, () => ({ concept: 'heart-failure', value: false, notRecorded: true })),
    missing: [],
    unusable: [],
  });

  it('is named in a line that can be read, all of it where it is little', () => {
    expect(gapWords(evidence(9) as never).match(/heart failure/g)).toHaveLength(9);
    const many = gapWords(evidence(40) as never);
    expect(many.match(/heart failure/g)).toHaveLength(8);
    expect(many).toContain('and 32 more.');
  });
});
