import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROKEN, UNWISE } from './broken-services.ts';
import { type Answers, goodAnswers } from './good-service.ts';
import { fireAt, startServer } from './servers.ts';

let answers: Answers;
let server: Awaited<ReturnType<typeof startServer>>;

beforeAll(async () => {
  server = await startServer((request, response) => {
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    const isCall = request.method === 'POST';
    response.end(JSON.stringify(isCall ? answers.response : answers.discovery));
  });
});
afterAll(() => server.close());

const findings = async (spoil: (answers: Answers) => void = () => {}) => {
  answers = goodAnswers();
  spoil(answers);
  return (await fireAt(`${server.base}/cds-services/good`, { hook: 'patient-view' })).findings;
};

describe('the checks', () => {
  it('find nothing in a service that does everything right', async () => {
    expect(await findings()).toEqual([]);
  });

  it.each(BROKEN)('find %s: rule %i, and no other error', async (_, rule, path, spoil) => {
    const errors = (await findings(spoil)).filter(({ level }) => level === 'error');
    expect(errors).toMatchObject([{ rule, path }]);
  });

  it.each(UNWISE)('warn of %s: rule %i, and of nothing else', async (_, rule, path, spoil) => {
    expect(await findings(spoil)).toMatchObject([{ rule, path, level: 'warning' }]);
  });

  it('allow what is empty where that says "none"', async () => {
    const none = (a: Answers) => Object.assign(a.response, { cards: [], systemActions: undefined });
    expect(await findings(none)).toEqual([]);
    answers = goodAnswers();
    answers.discovery.services = [];
    expect((await fireAt(`${server.base}/cds-services`)).findings).toEqual([]);
  });

  it('allow a summary of 139 characters, counted as readers count', async () => {
    const long = (a: Answers) => Object.assign(a.response.cards[0]!, { summary: '🫀'.repeat(139) });
    expect(await findings(long)).toEqual([]);
  });

  it('leave a resource to the rules of FHIR', async () => {
    const resource = {
      resourceType: 'Patient',
      id: '1',
      extension: [{ url: 'http://example.org/x', valueBoolean: true }],
      name: [{ given: ['A', null], _given: [null, { id: 'x' }] }],
    };
    const update = (a: Answers) => Object.assign(a.response.systemActions[0]!, { resource });
    expect(await findings(update)).toEqual([]);
  });

  it('leave FHIRPath tokens to services of version 3', async () => {
    const three = (a: Answers) =>
      Object.assign(a.discovery.services[0]!, {
        version: '3.0.0',
        prefetch: { orders: 'Patient/{{context.draftOrders.entry.resource.subject.resolve().id}}' },
      });
    expect(await findings(three)).toEqual([]);
  });

  it('warn of a service that is not in the list, and of one that is slow', async () => {
    answers = goodAnswers();
    let now = 0;
    const slow = { elapsed: () => (now += 501) };
    const report = await fireAt(`${server.base}/cds-services/other`, { hook: 'patient-view' }, slow);
    expect(report.ms).toBe(501);
    expect(report.findings.map(({ rule, level }) => [rule, level])).toEqual([
      [3, 'warning'],
      [7, 'warning'],
    ]);
  });

  it('survive objects that say what they are as text', async () => {
    const odd = { toString: 1, valueOf: 2 };
    const found = await findings((a) =>
      Object.assign(a.response.cards[0]!, { indicator: odd, summary: odd, selectionBehavior: odd }),
    );
    expect(new Set(found.map(({ rule }) => rule))).toEqual(new Set([15, 17]));
  });
});
