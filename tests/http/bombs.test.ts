import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../fhir/validate.ts';
import { bombs } from './bombs.ts';
import { type ChildServer, startChild } from './child.ts';
import { adult, patientViewCall } from './kairos.ts';

const SERVICE = '/cds-services/prognosis-patient-view';
const MOST_GROWTH_MIB = 200;
const WARM_UP = 300;

let kairos: ChildServer;
let atRest: number;
let most = 0;

const post = (body: string | Buffer, headers: Readonly<Record<string, string>> = {}) =>
  fetch(kairos.url + SERVICE, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });

const ordinary = JSON.stringify(patientViewCall(adult()));

beforeAll(async () => {
  kairos = await startChild({ DEADLINE_MS: '20000' });
  // Until the heap is as large as ordinary work makes it.
  for (let i = 0; i < WARM_UP; i++) await (await post(ordinary)).text();
  atRest = kairos.residentMiB();
});
afterAll(() => kairos.dispose());

describe('a body that is made to hurt', () => {
  it.each(bombs.map((bomb) => [bomb.name, bomb] as const))(
    '%s',
    async (_, { body, headers, status, code }) => {
      const answer = await post(body, headers);
      const result = (await answer.json()) as {
        cards?: object[];
        issue?: { details: { coding: { code: string }[] } }[];
      };
      expect([answer.status, result.issue?.[0]?.details.coding[0]?.code]).toEqual([status, code]);
      if (status === 200) expect(result.cards).toHaveLength(1);
      else expect(violations(result)).toEqual([]);

      most = Math.max(most, kairos.residentMiB());
      const next = await post(ordinary);
      expect([next.status, ((await next.json()) as { cards: object[] }).cards.length]).toEqual([200, 1]);
    },
  );

  it('leaves the server with the memory it had, and nothing in its log', () => {
    expect(most - atRest).toBeLessThan(MOST_GROWTH_MIB);
    expect(kairos.lines.filter((line) => !line.includes('Kairos is ready'))).toEqual([]);
  });
});
