import { resolve } from 'node:path';
import type { RiskAssessment } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ServiceRequest } from '../../src/cds-hooks/types.ts';
import { chartFromFhir } from '../../src/chart/from-fhir.ts';
import { openPrognosisModel } from '../../src/families/prognosis/index.ts';
import { linksFrom } from '../../src/findings/links.ts';
import { type LoadedModel, loadModel } from '../../src/inference/registry.ts';
import { deadlineIn } from '../../src/kernel/deadline.ts';
import type { LogFields } from '../../src/kernel/logger.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { type AskedModel, createAsking } from '../../src/services/asking.ts';
import type { History } from '../../src/services/contract.ts';
import { adult, NOW, quantity } from '../http/kairos.ts';

let loaded: LoadedModel;
let prompt: AskedModel;

beforeAll(async () => {
  const directory = resolve(import.meta.dirname, '../../models/nhanes-mortality');
  loaded = unwrap(await loadModel(directory, 'nhanes-mortality'));
  const model = unwrap(openPrognosisModel(loaded));
  prompt = { loaded, ask: (chart) => model.predict(chart) };
});

/** The same model under another name. */
const named = (name: string, ask: AskedModel['ask']): AskedModel => ({
  loaded: { ...loaded, manifest: { ...loaded.manifest, name } },
  ask,
});

/** Answers as the real model does, when it is told to. */
function slow(name: string) {
  let asked = 0;
  let finish = () => {};
  const gate = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const model = named(name, async (chart) => {
    asked++;
    await gate;
    return prompt.ask(chart);
  });
  return { model, finish: () => finish(), timesAsked: () => asked };
}

function request(
  deadlineMs: number,
  id = 'p1',
  overrides: Readonly<Record<string, object>> = {},
): ServiceRequest {
  const { patient, observations } = adult(id, overrides);
  const chart = chartFromFhir({
    patientId: id,
    patient: { resource: patient, expression: 'patient' },
    observations: observations.map((resource) => ({ resource, expression: 'o' })),
    now: new Date(NOW),
  });
  return {
    hook: 'patient-view',
    hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
    context: { patientId: id },
    chart: unwrap(chart),
    deadline: deadlineIn(deadlineMs),
  };
}

function asking(...models: AskedModel[]) {
  return askingWith(() => [], ...models);
}

function askingWith(history: History, ...models: AskedModel[]) {
  const logged: LogFields[] = [];
  const write = (fields: LogFields) => logged.push(fields);
  const log = { info: write, warn: write, error: write };
  const options = { service: 'a-service', links: linksFrom('http://127.0.0.1'), log, history };
  return { ask: createAsking(models, options), logged };
}

const LONG = 60_000;
const summaries = ({ cards }: { readonly cards: readonly { readonly summary: string }[] }) =>
  cards.map((c) => c.summary);

describe('asking models within a deadline', () => {
  it('lets a model that throws cost its own card, which names it, and nothing else', async () => {
    const broken = named('broken-model', () => {
      throw new Error('secret of the patient');
    });
    const { ask, logged } = asking(broken, prompt);
    const answer = await ask(request(LONG));
    expect(summaries(answer)).toEqual([
      expect.stringMatching(/^5-year mortality risk \d/),
      'No 5-year mortality estimate: the model failed',
    ]);
    expect(answer.cards[1]).toMatchObject({ indicator: 'info', source: { label: expect.any(String) } });
    expect(answer.cards[1]?.uuid).toBeUndefined();
    expect(answer.cards[1]?.detail).toContain('broken-model');
    expect(answer.resources.map((r) => r.resourceType)).toEqual(['RiskAssessment', 'Provenance']);
    expect(logged).toEqual([expect.objectContaining({ model: 'broken-model' })]);
    expect(JSON.stringify(logged)).not.toContain('secret');
  });

  it('lets a model that rejects cost its own card', async () => {
    const { ask } = asking(
      named('rejects', async () => Promise.reject(new Error('x'))),
      prompt,
    );
    expect(summaries(await ask(request(LONG)))).toHaveLength(2);
  });

  it('answers without a model that is late, says so, and hands its work over', async () => {
    const { model, finish } = slow('slow-model');
    const { ask } = asking(model, prompt);
    const answer = await ask(request(20));
    expect(summaries(answer)[1]).toBe('5-year mortality risk is still being computed');
    expect(JSON.stringify(answer.cards[1])).not.toMatch(/\d ?%/);
    expect(answer.pending).toHaveLength(1);
    finish();
    const resources = await answer.pending![0]!.finish();
    expect(resources.map((r) => r.resourceType)).toEqual(['RiskAssessment', 'Provenance']);
  });

  it('shows the late result at the next call for the same inputs, without asking the model twice', async () => {
    const { model, finish, timesAsked } = slow('slow-model');
    const { ask } = asking(model);
    const late = await ask(request(5));
    const stillLate = await ask(request(5));
    expect(stillLate.pending?.[0]?.key).toBe(late.pending?.[0]?.key);
    finish();
    const ready = await ask(request(LONG));
    expect(summaries(ready)).toEqual([expect.stringMatching(/^5-year mortality risk \d/)]);
    expect(timesAsked()).toBe(1);
  });

  it('does not show the late result of one patient to another', async () => {
    const { model, finish, timesAsked } = slow('slow-model');
    const { ask } = asking(model);
    await ask(request(5, 'p1'));
    finish();
    const other = await ask(request(LONG, 'p2'));
    expect(JSON.stringify(other.resources)).not.toContain('Patient/p1');
    expect(timesAsked()).toBe(2);
  });

  it('forgets late work that failed, so that the next call tries again', async () => {
    let tries = 0;
    const flaky = named('flaky', async (chart) => {
      tries++;
      await new Promise((r) => setTimeout(r, 20));
      if (tries === 1) throw new Error('once');
      return prompt.ask(chart);
    });
    const { ask } = asking(flaky);
    const late = await ask(request(5));
    await expect(late.pending![0]!.finish()).rejects.toThrow('once');
    expect(summaries(await ask(request(LONG)))).toEqual([expect.stringMatching(/^5-year mortality risk \d/)]);
  });

  it('leaves a model for later when there is no time left to start it', async () => {
    const { ask } = asking(prompt);
    const answer = await ask(request(0));
    expect(summaries(answer)).toEqual(['5-year mortality risk is still being computed']);
    expect(await answer.pending![0]!.finish()).toHaveLength(2);
  });

  it('has one card for all that failed, after the predictions', async () => {
    const failing = ['a', 'b', 'c'].map((name) =>
      named(name, () => {
        throw new Error(name);
      }),
    );
    const { ask } = asking(...failing, prompt);
    const { cards } = await ask(request(LONG));
    expect(cards).toHaveLength(2);
    expect(cards[0]?.summary).toMatch(/\d+%|\d\.\d%/);
    expect(cards[1]?.summary).toBe('3 estimates failed');
  });
});

describe('earlier results', () => {
  /** What was stored for the same woman when her creatinine was another. */
  async function before(): Promise<RiskAssessment> {
    const { ask } = asking(prompt);
    const answer = await ask(request(LONG, 'p1', { '2160-0': quantity(1.9, 'mg/dL') }));
    const [risk] = answer.resources as RiskAssessment[];
    return { ...risk!, occurrenceDateTime: '2026-03-03T08:00:00.000Z' };
  }

  it('are looked for once, for the models that cards are about', async () => {
    const looked: (readonly string[])[] = [];
    const { ask } = askingWith((_, models) => {
      looked.push(models);
      return [];
    }, prompt);
    await ask(request(LONG));
    expect(looked).toEqual([['nhanes-mortality']]);
  });

  it('are said on the card, in one line', async () => {
    const stored = await before();
    const { ask } = askingWith(async () => [stored], prompt);
    const { cards } = await ask(request(LONG));
    expect(cards[0]?.detail).toMatch(/^\d.*%, was \d.*% on 3 Mar 2026\.$/m);
  });

  it.each<[string, History]>([
    ['fail', () => Promise.reject(new Error('secret'))],
    [
      'throw',
      () => {
        throw new Error('secret');
      },
    ],
    ['never come', () => new Promise(() => {})],
  ])('cost only the trend when they %s', async (_, history) => {
    const { ask, logged } = askingWith(history, prompt);
    const { cards } = await ask(request(60));
    expect(cards[0]?.summary).toMatch(/^5-year mortality risk \d/);
    expect(cards[0]?.detail).not.toContain('2026.\n');
    expect(JSON.stringify(logged)).not.toContain('secret');
  });
});
