import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { findingFor } from '../../src/findings/finding.ts';
import { byImportance } from '../../src/findings/importance.ts';
import { notEstimatedWords } from '../../src/findings/not-estimated.ts';
import { type Answered, summaryCard, wantingCard } from '../../src/findings/summary-card.ts';
import type { Prediction, Score } from '../../src/inference/prediction.ts';
import { emptyMembers } from '../fhir/validate.ts';
import {
  abstention,
  links,
  loaded,
  loadedScore,
  manifest,
  NOW,
  prediction,
  score,
  scoreManifest,
} from './fixtures.ts';

function answered(answer: Prediction | Score, name?: string): Answered {
  const model = answer.kind === 'score' ? loadedScore : loaded;
  const of = name ? { ...model, manifest: { ...model.manifest, name } } : model;
  return { finding: findingFor(answer, { patientId: 'p1', now: NOW, loaded: of, links }), answer };
}

const lines = (detail: string) =>
  detail
    .split('\n\n')
    .slice(0, -1)
    .flatMap((p) => p.split('\n'));

describe('the summary of several answers', () => {
  const card = summaryCard([answered(score()), answered(prediction())], links);

  it('is headed by the first, and has a line with a link for each', () => {
    expect(card.summary).toBe('TOY2 7 points, high (urgent response); 1 more estimate');
    expect(card.indicator).toBe('critical');
    expect(lines(card.detail)).toEqual([
      '| Estimate | Result | Compared with |',
      '|---|---|---|',
      expect.stringMatching(
        /^\| \[TOY2\]\(https:\/\/kairos\.example\/insight\/RiskAssessment\/kairos-\w+\) \| 7 points, high \(urgent response\) \| {2}\|$/,
      ),
      expect.stringMatching(
        /^\| \[5-year mortality risk\]\(\S+\) \| 12% \(9\.2–16%\) \| 6\.0% of women aged 63 \|$/,
      ),
      'What drives TOY2: Systolic blood pressure ▲ +3 points. With missing or old values, or cautions: 5-year mortality risk.',
    ]);
    expect(card.links?.map((l) => l.label)).toEqual(['Why: TOY2', 'Why: 5-year mortality risk']);
    expect(emptyMembers(card)).toEqual([]);
  });

  it('says what drives the answer in the headline, and what was missing or old', () => {
    const { detail } = summaryCard([answered(prediction()), answered(score())], links);
    expect(detail).toContain('What drives 5-year mortality risk: ');
    expect(detail).toContain('Not available: ');
    expect(detail).not.toContain('With missing or old values, or cautions: 5-year');
    const cautious = summaryCard([answered(prediction({ cautions: ['Creatinine is <b>low</b>.'] }))], links);
    expect(cautious.detail).toContain('Creatinine is');
    expect(cautious.detail).not.toContain('<b>');
  });

  it('names the models and carries what must be shown with them', () => {
    expect(card.detail.split('\n\n').at(-1)).toMatch(
      /^_Research use\. toy-score 1\.2\.3, toy-model 1\.2\.3\. Reproduced from: Nobody, Toy Early Warning Score\. .*_$/,
    );
  });

  it('has at most eight lines before the small print, however many answered', () => {
    const many = Array.from({ length: 12 }, (_, i) => answered(prediction(), `model-${i}`));
    const { detail, links: shown } = summaryCard(many, links, {
      trend: 'A trend.',
      others: 'Not estimated: x.',
    });
    expect(lines(detail)).toHaveLength(8);
    expect(lines(detail)[0]).toBe('A trend.');
    expect(detail).toMatch(/^Also: \[5-year mortality risk\]\(\S+\) 12%.*\.$/m);
    expect(shown).toHaveLength(2);
    const html = marked.parse(detail, { async: false });
    expect(html.match(/<table>/g)).toHaveLength(1);
    expect(html.match(/<a /g)).toHaveLength(12);
  });
});

describe('the order of answers', () => {
  const risk = (change: Partial<Prediction>) =>
    prediction({ indicator: 'info', risk: 'moderate', ...change });

  it.each<[string, Prediction | Score, Prediction | Score]>([
    [
      'the indicator',
      risk({ indicator: 'warning', risk: 'low', probability: 0.01 }),
      risk({ risk: 'high', probability: 0.9 }),
    ],
    ['the level of risk', risk({ risk: 'high', probability: 0.02 }), risk({ probability: 0.9 })],
    [
      'the risk relative to the group',
      risk({ probability: 0.12 }),
      risk({ probability: 0.3, comparison: { group: 'men', probability: 0.29 } }),
    ],
    [
      'the risk itself',
      risk({ probability: 0.2, comparison: { group: 'men', probability: 0.1 } }),
      risk({ probability: 0.12, comparison: { group: 'men', probability: 0.06 } }),
    ],
    [
      'probabilities before scores',
      risk({ probability: 0.06 }),
      score({ indicator: 'info', risk: 'moderate' }),
    ],
  ])('is by %s', (_, first, second) => {
    expect([second, first].toSorted(byImportance)).toEqual([first, second]);
    expect([first, second].toSorted(byImportance)).toEqual([first, second]);
  });

  it('takes the indicator as the card shows it, not as the manifest would have it', () => {
    const { interval: _, ...unsure } = risk({ indicator: 'critical', probability: 0.9 });
    const sure = score({ indicator: 'critical', risk: 'low' });
    expect([unsure, sure].toSorted(byImportance)[0]).toBe(sure);
  });
});

describe('what was not estimated', () => {
  const want = (...concepts: string[]) => ({ manifest, abstention: abstention({ concepts }) });

  it('is one line: what is missing least first, then what failed or is late', () => {
    expect(
      notEstimatedWords({
        wanting: [
          want('albumin', 'creatinine', 'glucose', 'uric-acid'),
          { manifest: scoreManifest, abstention: abstention({ reason: 'required-input-unusable' }) },
        ],
        failed: [manifest],
        late: [scoreManifest],
      }),
    ).toBe(
      'Not estimated: TOY2 (creatinine not usable); 5-year mortality risk (albumin, creatinine, glucose and 1 more missing). Failed: 5-year mortality risk. Still being computed: TOY2.',
    );
    expect(notEstimatedWords({ wanting: [], failed: [], late: [] })).toBe('');
  });

  it('is a card of its own where nothing could be estimated', () => {
    const card = wantingCard([want('albumin', 'glucose'), want('creatinine')], links);
    expect(card).toMatchObject({
      summary: 'No estimate by 2 models. Nearest: 5-year mortality risk (creatinine missing)',
      indicator: 'info',
    });
    expect(lines(card.detail)).toEqual([
      '- 5-year mortality risk: creatinine missing',
      '- 5-year mortality risk: albumin, glucose missing',
    ]);
    expect(
      lines(
        wantingCard(
          Array.from({ length: 20 }, () => want('albumin')),
          links,
        ).detail,
      ),
    ).toHaveLength(8);
    expect(card.summary + card.detail).not.toMatch(/\d ?%/);
  });
});
