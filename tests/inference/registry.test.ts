import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadModels } from '../../src/inference/registry.ts';

const MODELS = resolve(import.meta.dirname, '../../models');

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kairos-models-'));
  cpSync(join(MODELS, 'nhanes-mortality'), join(directory, 'nhanes-mortality'), { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

type Manifest = Record<string, unknown>;

const file = () => join(directory, 'nhanes-mortality', 'manifest.json');
const change = (edit: (manifest: Manifest) => void) => {
  const manifest = JSON.parse(readFileSync(file(), 'utf8')) as Manifest;
  edit(manifest);
  writeFileSync(file(), JSON.stringify(manifest));
};

describe('the model registry', () => {
  it('finds every model folder by its name', async () => {
    const loaded = await loadModels(directory);
    expect(loaded.ok && loaded.value.models.map((m) => m.manifest.name)).toEqual(['nhanes-mortality']);
    expect(loaded.ok && loaded.value.get('nothing')).toBeUndefined();
  });

  it.each<[string, (manifest: Manifest) => void, RegExp]>([
    ['lacks its outcome', (m) => delete m.outcome, /outcome/],
    ['has a member that nobody knows', (m) => Object.assign(m, { thresold: 1 }), /thresold/],
    ['has another name than its folder', (m) => Object.assign(m, { name: 'other' }), /name/],
    [
      'has thresholds that do not rise',
      (m) =>
        Object.assign(m, {
          thresholds: [{ below: 0.5, risk: 'low' }, { below: 0.1, risk: 'moderate' }, { risk: 'high' }],
        }),
      /thresholds/,
    ],
    ['has a version that is none', (m) => Object.assign(m, { version: 'new' }), /version/],
  ])('refuses a manifest that %s, with path and reason', async (_, edit, reason) => {
    change(edit);
    const loaded = await loadModels(directory);
    expect(loaded.ok ? '' : loaded.error.message).toMatch(/nhanes-mortality/);
    expect(loaded.ok ? '' : loaded.error.message).toMatch(reason);
  });

  it('refuses weights that differ from their hash', async () => {
    writeFileSync(join(directory, 'nhanes-mortality', 'weights.json'), '{}');
    const loaded = await loadModels(directory);
    expect(loaded.ok ? '' : loaded.error.code).toBe('artifact-mismatch');
    expect(loaded.ok ? '' : loaded.error.message).toMatch(/weights\.json/);
  });

  it('refuses a manifest that is not JSON', async () => {
    writeFileSync(file(), '{');
    const loaded = await loadModels(directory);
    expect(loaded.ok ? '' : loaded.error.code).toBe('invalid-manifest');
  });
});
