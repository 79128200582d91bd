import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toResponse, withoutEmpty } from '../../src/cds-hooks/response.ts';
import type { Card } from '../../src/cds-hooks/types.ts';
import { emptyMembers } from '../fhir/validate.ts';

const card: Card = { summary: 'A summary', indicator: 'info', source: { label: 'Kairos' } };

describe('a response', () => {
  it('may have no cards, and has the member then', () => {
    expect(toResponse([])).toEqual({ cards: [] });
  });

  it('has no empty member, however deep', () => {
    const source = { label: 'Kairos', url: '', icon: undefined } as unknown as Card['source'];
    const links = [{ label: 'x', url: 'https://a.example', type: 'absolute' as const, appContext: '' }];
    const odd = { ...card, detail: '', source, links, suggestions: [], overrideReasons: [] };
    expect(toResponse([odd]).cards).toEqual([
      { ...card, links: [{ label: 'x', url: 'https://a.example', type: 'absolute' }] },
    ]);
  });

  it('keeps 0 and false: they say something', () => {
    expect(withoutEmpty({ a: 0, b: false, c: { d: [] }, e: [null, 1, {}] })).toEqual({
      a: 0,
      b: false,
      e: [1],
    });
  });

  it('has summaries of at most 139 characters, counted as characters', () => {
    const summaryOf = (summary: string) => toResponse([{ ...card, summary }]).cards[0]!.summary;
    expect(summaryOf('🩸'.repeat(139))).toBe('🩸'.repeat(139));
    expect([...summaryOf('🩸'.repeat(140))]).toHaveLength(139);
  });

  it('has no empty member whatever a service made', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const cleaned = withoutEmpty(value);
        expect(cleaned === undefined ? [] : emptyMembers(cleaned)).toEqual([]);
      }),
    );
  });
});
