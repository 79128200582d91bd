import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { linksFrom } from '../../src/findings/links.ts';
import { type LoadedModel, loadModel, type ModelRegistry } from '../../src/inference/registry.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { loadServices } from '../../src/services/load.ts';

let mortality: LoadedModel;

beforeAll(async () => {
  const directory = resolve(import.meta.dirname, '../../models/nhanes-mortality');
  mortality = unwrap(await loadModel(directory, 'nhanes-mortality'));
});

const registry = (...models: LoadedModel[]): ModelRegistry => ({ models, get: () => undefined });

const silent = () => {};

const servicesOf = (
  warn: typeof silent | ((fields: object, message: string) => void),
  ...models: LoadedModel[]
) =>
  loadServices({
    models: registry(...models),
    links: linksFrom('http://127.0.0.1'),
    history: () => [],
    log: { info() {}, warn, error() {} },
  });

const forServices = (...services: string[]): LoadedModel => ({
  ...mortality,
  manifest: { ...mortality.manifest, services },
});

describe('services that ask prognosis models', () => {
  it('ask the models whose manifests name them; a manifest that names none is for an open record', async () => {
    const services = await servicesOf(silent, mortality);
    expect(services.map((s) => [s.id, s.hook])).toEqual([['prognosis-patient-view', 'patient-view']]);
  });

  it('may share a model, each under its own hook', async () => {
    const services = await servicesOf(
      silent,
      forServices('prognosis-patient-view', 'prognosis-encounter-start', 'prognosis-encounter-discharge'),
    );
    expect(services.map((s) => [s.id, s.hook])).toEqual([
      ['prognosis-encounter-discharge', 'encounter-discharge'],
      ['prognosis-encounter-start', 'encounter-start'],
      ['prognosis-patient-view', 'patient-view'],
    ]);
    expect(new Set(services.map((s) => s.title)).size).toBe(3);
  });

  it('are not offered where no model names them, which is logged of a model that is never asked', async () => {
    const warned: unknown[] = [];
    const warn = (fields: object, message: string) => void warned.push([fields, message]);
    expect(await servicesOf(warn, forServices('elsewhere'))).toEqual([]);
    expect(warned).toEqual([
      [
        { model: 'nhanes-mortality', service: 'elsewhere' },
        'no service asks a model: its manifest names none of its family',
      ],
    ]);
    await servicesOf(warn, mortality, forServices());
    expect(warned).toHaveLength(1);
  });

  it('ask the EHR for what their models read, exclude and apply to', async () => {
    const { manifest } = mortality;
    const only = [{ concept: 'liver-cirrhosis', value: true, because: 'people with cirrhosis' }];
    const narrow = {
      ...mortality,
      manifest: { ...manifest, applicability: { ...manifest.applicability, only } },
    };
    const [service] = await servicesOf(silent, narrow);
    for (const concept of ['creatinine', 'pregnancy-status', 'liver-cirrhosis'])
      expect(service?.concepts).toContain(concept);
  });
});
