import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adult, patientViewCall, type RunningKairos, startKairos } from '../http/kairos.ts';
import { MODELS } from './model-folders.ts';

const ORIGINAL = 'nhanes-mortality';
const ADDED = 'hospital-mortality';

let folder: string;
let kairos: RunningKairos | undefined;

/** What README.md says: copy a folder, give it its name. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'models-'));
  for (const name of [ORIGINAL, ADDED])
    cpSync(join(MODELS, ORIGINAL), join(folder, name), { recursive: true });
  edit((text) => text.replace(`"name": "${ORIGINAL}"`, `"name": "${ADDED}"`));
});

afterEach(async () => {
  await kairos?.close();
  kairos = undefined;
  rmSync(folder, { recursive: true });
});

function edit(change: (manifest: string) => string): void {
  const path = join(folder, ADDED, 'manifest.json');
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

const start = () => startKairos({ MODELS_DIR: folder });

async function fire({ baseUrl }: RunningKairos) {
  const response = await fetch(`${baseUrl}/cds-services/prognosis-patient-view`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(patientViewCall(adult())),
  });
  return (await response.json()) as { cards: { detail: string }[] };
}

describe('a model folder that was added', () => {
  it('is asked by the service of its family, with a page of its own', async () => {
    kairos = await start();
    const { cards } = await fire(kairos);
    expect(cards).toHaveLength(1);
    expect(cards[0]?.detail).toContain(`${ADDED} 1.0.0`);
    expect(cards[0]?.detail).toContain(`${ORIGINAL} 1.0.0`);
    expect((await fetch(`${kairos.baseUrl}/models/${ADDED}`)).status).toBe(200);
    expect((await fetch(`${kairos.baseUrl}/fhir/Device/${ADDED}-1.0.0`)).status).toBe(200);
  });

  it.each<[string, () => void, RegExp]>([
    [
      'has a name other than its folder',
      () => edit((t) => t.replace(ADDED, 'another-name')),
      /models\/hospital-mortality\/manifest\.json: name must be/,
    ],
    [
      'has a weights file that differs from its hash',
      () => writeFileSync(join(folder, ADDED, 'weights.json'), '{}'),
      /models\/hospital-mortality\/weights\.json has sha256-/,
    ],
    [
      'asks for a concept that does not exist',
      () => edit((t) => t.replace('"concept": "uric-acid"', '"concept": "urate"')),
      /models\/hospital-mortality.*urate/,
    ],
    [
      'excludes by a concept that does not exist',
      () => edit((t) => t.replace('"concept": "pregnancy-status"', '"concept": "pregnant"')),
      /models\/hospital-mortality.*pregnant/,
    ],
    [
      'has no threshold above the last bound',
      () => edit((t) => t.replace('"risk": "high"', '"below": 0.5, "risk": "high"')),
      /models\/hospital-mortality\/manifest\.json: thresholds/,
    ],
  ])('keeps the server from starting when it %s, by path and reason', async (_, breakIt, reason) => {
    breakIt();
    await expect(start()).rejects.toThrow(reason);
  });
});
