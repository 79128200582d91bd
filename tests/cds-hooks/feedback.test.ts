import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RiskAssessment } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { type AnsweredCard, createFeedback, type KnownCard } from '../../src/cds-hooks/feedback/handler.ts';
import { parseFeedback } from '../../src/cds-hooks/feedback/parse.ts';
import { fixedClock } from '../../src/kernel/clock.ts';
import { problem } from '../../src/kernel/errors.ts';
import { err, ok } from '../../src/kernel/result.ts';
import { emptyMembers, violations } from '../fhir/validate.ts';

const CARD = '9368d37b-283f-44a0-93ea-547cebab93ed';
const OTHER = 'f6b95768-b1c8-40dc-8385-bf3504b82ffb';
const SECRET = 'Xanthippe-Unique-Name';

const entry = (change: object = {}) => ({
  card: CARD,
  outcome: 'overridden',
  outcomeTimestamp: '2020-12-11T00:00:00Z',
  ...change,
});

const body = (...entries: unknown[]) => ({ feedback: entries });

const only = (change: object) => {
  const parsed = parseFeedback(body(entry(change)));
  return parsed.ok ? parsed.value[0]! : parsed.error;
};

describe('the examples of CDS Hooks 2.0.1, "Feedback"', () => {
  it('are understood: accepted suggestions', () => {
    const accepted = {
      card: '4e0a3a1e-3283-4575-ab82-028d55fe2719',
      outcome: 'accepted',
      acceptedSuggestions: [{ id: 'e56e1945-20b3-4393-8503-a1a20fd73152' }],
      outcomeTimestamp: '2020-11-11T00:00:00Z',
    };
    expect(parseFeedback(body(accepted))).toEqual(
      ok([
        {
          card: '4e0a3a1e-3283-4575-ab82-028d55fe2719',
          outcome: 'accepted',
          at: '2020-11-11T00:00:00.000Z',
          acceptedSuggestions: ['e56e1945-20b3-4393-8503-a1a20fd73152'],
        },
      ]),
    );
  });

  it('are understood: an override with a reason and a comment', () => {
    const reason = {
      code: 'd7ecf885',
      system: 'https://example.com/cds-hooks/override-reason-system',
    };
    expect(only({ overrideReason: { reason, userComment: 'clinician entered comment' } })).toEqual({
      card: CARD,
      outcome: 'overridden',
      at: '2020-12-11T00:00:00.000Z',
      acceptedSuggestions: [],
      reason,
      comment: 'clinician entered comment',
    });
  });
});

describe('the example of docs/feedback.md', () => {
  it('is understood', () => {
    const text = readFileSync(resolve(import.meta.dirname, '../../docs/feedback.md'), 'utf8');
    const parsed = parseFeedback(JSON.parse(/```json\n(.*?)```/s.exec(text)![1]!));
    expect(parsed.ok && parsed.value.map((f) => [f.outcome, f.at])).toEqual([
      ['overridden', '2026-11-23T12:05:00.000Z'],
      ['accepted', '2026-11-23T12:06:00.000Z'],
    ]);
  });
});

describe('what clients send beside the specification', () => {
  it.each<[string, object]>([
    ['no override reason', {}],
    ['null for what is absent', { overrideReason: null, acceptedSuggestions: null }],
    ['null in the reason', { overrideReason: { reason: null, userComment: null } }],
    [
      'an empty comment and no suggestions',
      { overrideReason: { userComment: ' ' }, acceptedSuggestions: [] },
    ],
    ['an extension', { extension: { 'com.example.x': { a: [null, ''] } } }],
    ['a member that nobody knows', { nonsense: 1, overrideReason: { more: {} } }],
    ['a card in capitals', { card: CARD.toUpperCase() }],
    ['a time with an offset', { outcomeTimestamp: '2020-12-11T02:00:00+02:00' }],
    ['a time with a fraction', { outcomeTimestamp: '2020-12-11T00:00:00.0000000Z' }],
  ])('is taken: %s', (_, change) => {
    expect(only(change)).toEqual({
      card: CARD,
      outcome: 'overridden',
      at: '2020-12-11T00:00:00.000Z',
      acceptedSuggestions: [],
    });
  });

  it('is cleaned of what FHIR strings cannot hold, and of nothing else', () => {
    const text = 'one\u0000two\u001b[31m\ttab\nline \ud83d\ude00 \ud800 <b>&amp;';
    expect(only({ overrideReason: { userComment: text } })).toMatchObject({
      comment: 'one two [31m\ttab\nline \ud83d\ude00 \ufffd <b>&amp;',
    });
  });

  it('keeps each accepted suggestion once, in any order', () => {
    const ids = (...list: string[]) => ({ acceptedSuggestions: list.map((id) => ({ id })) });
    expect(only(ids('b', 'a', 'b'))).toEqual(only(ids('a', 'b')));
  });

  it('may name members of the prototype', () => {
    const hostile = JSON.parse(`{"__proto__": {"outcome": "accepted"}, "constructor": 1}`);
    expect(parseFeedback(body({ ...entry(), ...hostile })).ok).toBe(true);
    expect(parseFeedback(JSON.parse('{"__proto__": {"feedback": []}}')).ok).toBe(false);
  });
});

const reasonOf = (reason: unknown) => body(entry({ overrideReason: { reason } }));
const at = (outcomeTimestamp: unknown) => body(entry({ outcomeTimestamp }));
const repeated = (n: number) => body(...Array.from({ length: n }, () => entry()));

const malformed: readonly [string, unknown, string | undefined][] = [
  ['null', null, undefined],
  ['a list', [entry()], undefined],
  ['a string', SECRET, undefined],
  ['no feedback', {}, 'feedback'],
  ['feedback that is null', { feedback: null }, 'feedback'],
  ['feedback that is one object', { feedback: entry() }, 'feedback'],
  ['no entry', { feedback: [] }, 'feedback'],
  ['more entries than are taken at once', repeated(1_001), 'feedback'],
  ['an entry that is null', body(null), 'feedback[0]'],
  ['an entry that is a string', body(entry(), SECRET), 'feedback[1]'],
  ['an entry that is a list', body([]), 'feedback[0]'],
  ['no card', body(entry({ card: undefined })), 'feedback[0].card'],
  ['a card that is no UUID', body(entry({ card: SECRET })), 'feedback[0].card'],
  ['a card that is a number', body(entry({ card: 12 })), 'feedback[0].card'],
  ['no outcome', body(entry(), entry({ outcome: undefined })), 'feedback[1].outcome'],
  ['another outcome', body(entry({ outcome: 'ignored' })), 'feedback[0].outcome'],
  ['an outcome in capitals', body(entry({ outcome: 'Accepted' })), 'feedback[0].outcome'],
  ['no time', at(undefined), 'feedback[0].outcomeTimestamp'],
  ['a day', at('2020-12-11'), 'feedback[0].outcomeTimestamp'],
  ['a time without a zone', at('2020-12-11T00:00:00'), 'feedback[0].outcomeTimestamp'],
  ['a day that does not exist', at('2021-02-29T00:00:00Z'), 'feedback[0].outcomeTimestamp'],
  ['seconds since 1970', at(1_607_644_800), 'feedback[0].outcomeTimestamp'],
  ['a year before FHIR', at('0000-01-01T00:00:00Z'), 'feedback[0].outcomeTimestamp'],
  ['a year after FHIR, in UTC', at('9999-12-31T23:59:59-14:00'), 'feedback[0].outcomeTimestamp'],
  ['a time with more behind it', at(`2020-12-11T00:00:00Z ${SECRET}`), 'feedback[0].outcomeTimestamp'],
  [
    'suggestions that are no list',
    body(entry({ acceptedSuggestions: { id: SECRET } })),
    'feedback[0].acceptedSuggestions',
  ],
  [
    'a suggestion without id',
    body(entry({ acceptedSuggestions: [{ id: 'a' }, {}] })),
    'feedback[0].acceptedSuggestions[1].id',
  ],
  [
    'a blank suggestion id',
    body(entry({ acceptedSuggestions: [{ id: '' }] })),
    'feedback[0].acceptedSuggestions[0].id',
  ],
  [
    'more suggestions than a card has',
    body(entry({ acceptedSuggestions: Array.from({ length: 101 }, () => ({})) })),
    'feedback[0].acceptedSuggestions',
  ],
  ['a reason that is a string', body(entry({ overrideReason: SECRET })), 'feedback[0].overrideReason'],
  ['a coding that is a string', reasonOf(SECRET), 'feedback[0].overrideReason.reason'],
  ['a coding without code', reasonOf({ display: SECRET }), 'feedback[0].overrideReason.reason.code'],
  ['a code with blanks around', reasonOf({ code: ' a ' }), 'feedback[0].overrideReason.reason.code'],
  [
    'a code with a control character',
    reasonOf({ code: 'a\u0000' }),
    'feedback[0].overrideReason.reason.code',
  ],
  ['half a character as a code', reasonOf({ code: '\ud800' }), 'feedback[0].overrideReason.reason.code'],
  [
    'a system with a blank',
    reasonOf({ code: 'a', system: 'x y' }),
    'feedback[0].overrideReason.reason.system',
  ],
  [
    'a display that is a number',
    reasonOf({ code: 'a', display: 1 }),
    'feedback[0].overrideReason.reason.display',
  ],
  [
    'a comment that is an object',
    body(entry({ overrideReason: { userComment: { text: SECRET } } })),
    'feedback[0].overrideReason.userComment',
  ],
  [
    'a comment that is too long',
    body(entry({ overrideReason: { userComment: SECRET.repeat(500) } })),
    'feedback[0].overrideReason.userComment',
  ],
];

describe('a malformed feedback call', () => {
  it('has many forms here', () => expect(malformed.length).toBeGreaterThanOrEqual(25));

  it.each(malformed)('is refused by its element, without what it says: %s', (_, sent, expression) => {
    const parsed = parseFeedback(sent);
    const problems = parsed.ok ? [] : parsed.error;
    expect(problems.map((p) => p.expression)).toEqual([expression]);
    expect(JSON.stringify(problems)).not.toContain(SECRET);
  });

  it('is told of the first twenty problems', () => {
    const parsed = parseFeedback(body(...Array.from({ length: 1_000 }, () => ({}))));
    expect(parsed.ok ? 0 : parsed.error.length).toBe(20);
  });
});

const assessment = {
  resourceType: 'RiskAssessment',
  id: 'r1',
  status: 'final',
  subject: {},
} as RiskAssessment;

/** A server with one card of service `a`. */
function server(
  record: () => ReturnType<Parameters<typeof createFeedback>[0]['record']> = async () => ok(undefined),
) {
  const recorded: AnsweredCard[][] = [];
  const asked: (readonly string[])[] = [];
  const known = new Map<string, KnownCard>([[CARD, { service: 'a', assessment }]]);
  const handle = createFeedback({
    serviceIds: new Set(['a', 'b']),
    findCards: async (uuids) => {
      asked.push(uuids);
      return known;
    },
    record: async (answered) => {
      recorded.push([...answered]);
      return record();
    },
    clock: fixedClock('2026-12-31T00:00:00Z'),
  });
  return { handle, recorded, asked, known };
}

const issuesOf = async (result: ReturnType<ReturnType<typeof server>['handle']>) => {
  const { ok: isOk, ...rest } = await result;
  expect(isOk).toBe(true);
  const outcome = (rest as { value: { issue: { severity: string; expression?: string[] }[] } }).value;
  expect(violations(outcome)).toEqual([]);
  expect(emptyMembers(outcome)).toEqual([]);
  return outcome.issue;
};

describe('feedback on cards', () => {
  it('is stored with the result behind the card, and says how much', async () => {
    const { handle, recorded } = server();
    const issues = await issuesOf(handle('a', body(entry(), entry({ outcome: 'accepted' }))));
    expect(issues).toEqual([
      {
        severity: 'information',
        code: 'informational',
        details: { text: '2 of 2 feedback entries stored' },
      },
    ]);
    expect(recorded[0]).toMatchObject([
      { service: 'a', assessment: { id: 'r1' }, feedback: { outcome: 'overridden' } },
      { feedback: { outcome: 'accepted' } },
    ]);
  });

  it('warns of each unknown card and stores the others', async () => {
    const { handle, recorded, asked } = server();
    const issues = await issuesOf(handle('a', body(entry({ card: OTHER }), entry(), entry({ card: OTHER }))));
    expect(issues.map((i) => i.severity)).toEqual(['information', 'warning', 'warning']);
    expect(issues.map((i) => i.expression?.[0])).toEqual([undefined, 'feedback[0].card', 'feedback[2].card']);
    expect(JSON.stringify(issues)).toContain('1 of 3 feedback entries stored');
    expect(JSON.stringify(issues)).not.toContain(OTHER);
    expect(recorded[0]).toHaveLength(1);
    expect(asked).toEqual([[OTHER, CARD]]);
  });

  it('takes a card of another service for unknown', async () => {
    const { handle, recorded, known } = server();
    expect(await issuesOf(handle('b', body(entry())))).toHaveLength(2);
    known.set(CARD, { assessment, service: 'c' });
    expect(await issuesOf(handle('a', body(entry())))).toHaveLength(2);
    expect(recorded).toEqual([]);
  });

  it('stores nothing of a call with a malformed entry', async () => {
    const { handle, recorded, asked } = server();
    const result = await handle('a', body(entry(), entry({ outcome: 'x' })));
    expect(result).toMatchObject({ ok: false, error: [{ expression: 'feedback[1].outcome' }] });
    expect([recorded, asked]).toEqual([[], []]);
  });

  it('knows its services, before it looks at a body', async () => {
    const { handle } = server();
    expect(await handle('c', null)).toEqual(err([problem('unknown-service')]));
    expect((await handle('__proto__', body(entry()))).ok).toBe(false);
  });

  it('says so when it could not be stored', async () => {
    const { handle } = server(async () => err(problem('storage-failed')));
    expect(await handle('a', body(entry()))).toEqual(err([problem('storage-failed')]));
  });
});
