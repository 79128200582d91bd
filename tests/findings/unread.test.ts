import type { RiskAssessment } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { cardPartsFor } from '../../src/findings/card-parts.ts';
import { findingFor } from '../../src/findings/finding.ts';
import { gapWords, unreadWords } from '../../src/findings/gaps.ts';
import { resultIdentity } from '../../src/findings/identity.ts';
import { plainText } from '../../src/findings/markdown.ts';
import type { UnreadEntry } from '../../src/kernel/evidence.ts';
import { links, loaded, MODEL_URL, NOW, prediction, RESULT_URL } from './fixtures.ts';
import { HOSTILE } from './hostile-texts.ts';

const entry = (name: string, list: UnreadEntry['list'] = 'condition'): UnreadEntry => ({ list, name });
const none = { used: [], missing: [], unusable: [] };
const withUnread = (...unread: UnreadEntry[]) => prediction({ evidence: { ...none, unread } });

describe('what could not be read on a list', () => {
  it.each<[readonly UnreadEntry[], string]>([
    [[], ''],
    [
      [entry('weak heart')],
      'Could not be read on the problem list: “weak heart” (no known code): what it says is counted as absent.',
    ],
    [
      [entry('a'), entry(''), entry('pill', 'medication')],
      'Could not be read on the problem list: “a”, an entry without a name (no known code): what they say is counted as absent. Could not be read on the medication list: “pill” (no known code): what it says is counted as absent.',
    ],
  ])('of %j is said', (unread, words) => {
    expect(unreadWords(unread)).toBe(words);
  });

  it('stands on the card, with few names, and with the stored result, with all', () => {
    const output = withUnread(...['a', 'b', 'c', 'd', 'e'].map((name) => entry(name)));
    expect(cardPartsFor(output, loaded, RESULT_URL, MODEL_URL).detail).toContain('“c” and 2 more (no known');
    const [risk] = findingFor(output, { patientId: 'p1', now: NOW, loaded, links }).resources();
    expect((risk as RiskAssessment).note?.map((n) => n.text).join()).toContain('“d”, “e” (no known code)');
  });

  it('makes another result', () => {
    const ids = [withUnread(), withUnread(entry('a')), withUnread(entry('b'))].map(
      (output) => resultIdentity(output, 'p1').id,
    );
    expect(new Set(ids).size).toBe(3);
  });

  it.each(HOSTILE)('cannot make a card or a note say something else: %j', (name) => {
    expect(gapWords({ ...none, unread: [entry(name)] })).not.toMatch(/<[a-z!/]|(?<!\\)\]\(|:\/\/|(?<!\\)\|/i);
    expect(plainText(name)).not.toMatch(/[\\`*_[\]|~<>&@#]|:\/\/|www\./i);
  });
});
