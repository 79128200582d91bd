import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildFeedback } from '../../../src/cds-hooks/integrator/feedback.ts';
import { goodAnswers } from './good-service.ts';
import { bodyOf, fireAt, NOW, startServer } from './servers.ts';

const card = () => goodAnswers().response.cards[0]!;
const entryOf = (result: ReturnType<typeof buildFeedback>) =>
  result.ok ? (result.value as { feedback: object[] }).feedback[0] : result.error;
const now = new Date(NOW);

describe('feedback', () => {
  it('accepts the suggestion that is recommended', () => {
    expect(entryOf(buildFeedback(card(), { outcome: 'accepted' }, now))).toEqual({
      card: card().uuid,
      outcome: 'accepted',
      outcomeTimestamp: NOW,
      acceptedSuggestions: [{ id: '3f2c5a60-8a4b-4a58-9f0e-6a1c1f1a0002' }],
    });
  });

  it('accepts a card that suggests nothing', () => {
    const plain = { uuid: 'u', summary: 's' };
    expect(entryOf(buildFeedback(plain, { outcome: 'accepted' }, now))).toEqual({
      card: 'u',
      outcome: 'accepted',
      outcomeTimestamp: NOW,
    });
  });

  it('overrides with a reason of the card and a comment', () => {
    const options = { outcome: 'overridden', reason: 'known', comment: 'Seen today' } as const;
    expect(entryOf(buildFeedback(card(), options, now))).toEqual({
      card: card().uuid,
      outcome: 'overridden',
      outcomeTimestamp: NOW,
      overrideReason: {
        reason: { code: 'known', system: 'http://example.org/reasons', display: 'Known already' },
        userComment: 'Seen today',
      },
    });
    expect(entryOf(buildFeedback(card(), { outcome: 'overridden' }, now))).not.toHaveProperty(
      'overrideReason',
    );
  });

  it.each([
    ['no card', undefined, 'no card'],
    ['a card without uuid', { summary: 's' }, 'no uuid'],
    ['a reason that the card does not offer', card(), '--reason must be one of: known'],
    ['a card without reasons', { uuid: 'u' }, 'offers no override reasons'],
  ])('is not sent for %s', (_, about, why) => {
    const result = buildFeedback(about, { outcome: 'overridden', reason: 'other' }, now);
    expect(entryOf(result)).toMatchObject({ kind: 'usage', message: expect.stringContaining(why) });
  });
});

describe('a call with feedback', () => {
  let received: unknown[] = [];
  let status = 200;
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer(async (request, response) => {
      const { discovery, response: cards } = goodAnswers();
      const isFeedback = request.url?.endsWith('/feedback');
      if (isFeedback) received.push(await bodyOf(request));
      response.statusCode = isFeedback ? status : 200;
      response.setHeader('Content-Type', 'application/json');
      response.end(isFeedback ? '' : JSON.stringify(request.method === 'GET' ? discovery : cards));
    });
  });
  beforeEach(() => {
    received = [];
    status = 200;
  });
  afterAll(() => server.close());

  const fireWith = (feedback: { outcome: 'accepted' | 'overridden'; reason?: string }) =>
    fireAt(`${server.base}/cds-services/good`, { hook: 'patient-view', feedback });

  it('sends it for the first card, and says what became of it', async () => {
    const report = await fireWith({ outcome: 'accepted' });
    expect(received).toEqual([report.feedback?.request]);
    expect(report.feedback).toMatchObject({ status: 200, url: `${server.base}/cds-services/good/feedback` });
    expect(report.findings).toEqual([]);
  });

  it('finds fault with a service that refuses it', async () => {
    status = 404;
    expect((await fireWith({ outcome: 'accepted' })).findings).toMatchObject([{ rule: 23, level: 'error' }]);
  });

  it('still reports the call when feedback cannot be sent', async () => {
    const report = await fireWith({ outcome: 'overridden', reason: 'nonsense' });
    expect(report).toMatchObject({ status: 200, failure: { kind: 'usage' } });
    expect(received).toEqual([]);
  });
});
