import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CdsService, ServiceRequest } from '../../src/cds-hooks/types.ts';
import { openPrognosisModel } from '../../src/families/prognosis/index.ts';
import { linksFrom } from '../../src/findings/links.ts';
import type { LoadedModel } from '../../src/inference/registry.ts';
import type { LogFields } from '../../src/kernel/logger.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { createAsking } from '../../src/services/asking.ts';
import { warmUp } from '../../src/services/warm-up.ts';
import { type RunningKairos, startKairos } from '../http/kairos.ts';
import { allModels, MODELS, models } from '../models/model-folders.ts';

const SERVICES = ['prognosis-patient-view', 'prognosis-encounter-start', 'prognosis-encounter-discharge'];

function recorder() {
  const lines: LogFields[] = [];
  const write = (fields: LogFields) => lines.push(fields);
  return { lines, log: { info: write, warn: write, error: write } };
}

const service = (id: string, respond: CdsService['respond']): CdsService => ({
  id,
  hook: 'patient-view',
  title: id,
  description: id,
  concepts: [],
  respond,
});

/** Services that ask the real models, and what they answered. */
function observed(log: ReturnType<typeof recorder>['log']) {
  const answered = new Set<string>();
  const services = SERVICES.map((id) => {
    const asked = models
      .filter((m) => m.manifest.services.includes(id))
      .map((loaded) => ({ loaded, model: unwrap(openPrognosisModel(loaded)) }))
      .map(({ loaded, model }) => ({
        loaded,
        ask: (chart: ServiceRequest['chart']) => {
          const output = model.predict(chart);
          if (output.kind !== 'abstention') answered.add(`${id} ${loaded.manifest.name}`);
          return output;
        },
      }));
    const options = { service: id, links: linksFrom('http://127.0.0.1'), log, history: () => [] };
    return service(id, createAsking(asked as never, options));
  });
  return { services, answered };
}

describe('the warm-up of models', () => {
  it('has every model answer in each service that asks it', async () => {
    const { log, lines } = recorder();
    const { services, answered } = observed(log);
    await warmUp({ services, models, log });
    const expected = models.flatMap(({ manifest }) => manifest.services.map((s) => `${s} ${manifest.name}`));
    expect([...answered].sort()).toEqual(expected.sort());
    expect(lines).toEqual([]);
  });

  it('goes on after a service that fails, and says which without its message', async () => {
    const { log, lines } = recorder();
    const asked: string[] = [];
    const fine = service('prognosis-patient-view', async () => {
      asked.push('fine');
      return { cards: [], resources: [] };
    });
    const broken = { ...fine, respond: async () => Promise.reject(new Error('secret of the patient')) };
    const [one] = models.filter((m) => m.manifest.name === 'nhanes-mortality');
    await warmUp({ services: [broken, fine], models: [one!], log });
    expect(asked).toEqual(['fine']);
    expect(lines).toEqual([expect.objectContaining({ model: 'nhanes-mortality', service: fine.id })]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('passes over a model without examples', async () => {
    const { log, lines } = recorder();
    const bare: LoadedModel = { ...models[0]!, directory: '/nowhere' };
    const unexpected = service('prognosis-patient-view', async () => Promise.reject(new Error('asked')));
    await warmUp({ services: [unexpected], models: [bare], log });
    expect(lines).toEqual([]);
  });
});

describe('the warm-up of a server', () => {
  let kairos: RunningKairos;
  beforeAll(async () => {
    kairos = await startKairos({ MODELS_DIR: MODELS });
  });
  afterAll(() => kairos.close());

  it('stores nothing, and finishes nothing later', async () => {
    const total = async (type: string) => {
      const response = await fetch(`${kairos.baseUrl}/fhir/${type}`);
      return ((await response.json()) as { total: number }).total;
    };
    const devices = await total('Device');
    await kairos.warmUp();
    expect(devices).toBe(allModels.length);
    for (const type of ['RiskAssessment', 'Provenance', 'Observation'])
      expect(await total(type), type).toBe(0);
    expect(await total('Device')).toBe(devices);
    expect(kairos.logLines.filter((line) => /"level":[45]0/.test(line))).toEqual([]);
  });
});
