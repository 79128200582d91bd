import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkProfiles } from '../../../src/fhir/profiles/check.ts';
import { PROFILES } from './validator.ts';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'profiles-'));
  cpSync(PROFILES, directory, { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

function edit(name: string, change: (resource: Record<string, unknown>) => void): void {
  const path = join(directory, name);
  const resource = JSON.parse(readFileSync(path, 'utf8'));
  change(resource);
  writeFileSync(path, JSON.stringify(resource));
}

const PREDICTION = 'examples/RiskAssessment-prediction.json';
const NO_METHOD = 'examples/invalid/RiskAssessment-no-method.json';
const INDEX = 'examples/invalid/index.json';

describe('checkProfiles', () => {
  it('finds nothing wrong with the profiles of the project', async () => {
    expect(await checkProfiles(PROFILES)).toEqual([]);
  });

  it('names a file that is not named as its resource', async () => {
    renameSync(join(directory, 'ValueSet-concept.json'), join(directory, 'ValueSet-concepts.json'));
    expect(await checkProfiles(directory)).toEqual([
      'fhir-profiles/ValueSet-concepts.json: must be named ValueSet-concept.json',
    ]);
  });

  it('names a resource with a URL of somebody else', async () => {
    edit('CodeSystem-error.json', (r) => Object.assign(r, { url: 'https://example.org/error' }));
    expect(await checkProfiles(directory)).toEqual([
      'fhir-profiles/CodeSystem-error.json: must define https://kairos-cds.github.io/fhir/CodeSystem/error',
    ]);
  });

  it('names a conformance resource that is not valid R4', async () => {
    edit('ValueSet-concept.json', (r) => Object.assign(r, { status: 'new', colour: 'red' }));
    const lines = await checkProfiles(directory);
    expect(lines).toHaveLength(2);
    expect(lines.join('\n')).toMatch(/ValueSet-concept.json: ValueSet.status: .*publication-status/);
    expect(lines.join('\n')).toMatch(/ValueSet.colour/);
  });

  it('names a URL that is mentioned and not defined', async () => {
    rmSync(join(directory, 'NamingSystem-result.json'));
    expect(await checkProfiles(directory)).toEqual(
      expect.arrayContaining([
        `fhir-profiles: RiskAssessment-prediction.json mentions https://kairos-cds.github.io/fhir/NamingSystem/result, which is not defined here`,
      ]),
    );
  });

  it('names a file that is not JSON', async () => {
    writeFileSync(join(directory, 'ValueSet-concept.json'), '{');
    expect(await checkProfiles(directory)).toEqual([
      'fhir-profiles/ValueSet-concept.json: is not a JSON object',
    ]);
  });

  it('names an example that is not valid, or declares no profile', async () => {
    edit(PREDICTION, (r) => Object.assign(r, { status: 'registered' }));
    edit('examples/Device-model.json', (r) => delete r.meta);
    const lines = await checkProfiles(directory);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe('fhir-profiles/examples/Device-model.json: declares no profile');
    expect(lines[1]).toMatch(/RiskAssessment-prediction.json: RiskAssessment.status: /);
  });

  it('names a code that its code system does not have', async () => {
    const coding = [{ system: 'https://kairos-cds.github.io/fhir/CodeSystem/error', code: 'mood' }];
    edit(PREDICTION, (r) => Object.assign(r, { code: { coding } }));
    expect(await checkProfiles(directory)).toEqual([
      expect.stringContaining('RiskAssessment.code.coding[0]: the code is not in'),
    ]);
  });

  it('names an invalid example that became valid, or fails elsewhere', async () => {
    cpSync(join(directory, PREDICTION), join(directory, NO_METHOD));
    edit('examples/invalid/RiskAssessment-no-outcome.json', (r) =>
      Object.assign(r, { status: 'registered' }),
    );
    const lines = await checkProfiles(directory);
    expect(lines).toEqual([
      `fhir-profiles/${NO_METHOD}: no problem at RiskAssessment.method: Missing`,
      expect.stringContaining('RiskAssessment-no-outcome.json: not expected: RiskAssessment.status'),
    ]);
  });

  it('names an invalid example that is not in the index, and an entry without a file', async () => {
    edit(INDEX, (r) => {
      r['RiskAssessment-no-mood.json'] = r['RiskAssessment-no-method.json'];
      delete r['RiskAssessment-no-method.json'];
    });
    expect(await checkProfiles(directory)).toEqual([
      `fhir-profiles/${NO_METHOD}: is not in index.json`,
      'fhir-profiles/examples/invalid/RiskAssessment-no-mood.json: is in index.json and does not exist',
    ]);
  });

  it('says so when there is nothing to check', async () => {
    const lines = await checkProfiles(join(directory, 'nowhere'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^fhir-profiles: cannot be checked/);
  });
});
