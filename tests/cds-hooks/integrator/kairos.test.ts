import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFhirFiles } from '../../../src/cds-hooks/integrator/files.ts';
import { readSigningKey, writeKeys } from '../../../src/cds-hooks/integrator/key-files.ts';
import { createKeys } from '../../../src/cds-hooks/integrator/keys.ts';
import { reportLines } from '../../../src/cds-hooks/integrator/print/report.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { type RunningKairos, startKairos } from '../../http/kairos.ts';
import { fireAt } from './servers.ts';

const PATIENTS = resolve(import.meta.dirname, '../../../demo/patients');

let kairos: RunningKairos;
beforeAll(async () => {
  kairos = await startKairos();
});
afterAll(() => kairos.close());

const service = () => `${kairos.baseUrl}/cds-services/prognosis-patient-view`;
const context = { patient: 'demo-07' };
const ehr = () => ({ base: `${kairos.baseUrl}/demo/fhir` });

async function demoFiles() {
  const files = await readFhirFiles([join(PATIENTS, 'demo-07.json')]);
  if (!files.ok) throw new Error(files.error.message);
  return files.value;
}

const WAYS = {
  'by files': async () => ({ context, files: await demoFiles() }),
  'by a FHIR server asked here': async () => ({ context, fhirServer: ehr() }),
  'by a FHIR server that Kairos asks': async () => ({ context, fhirServer: ehr(), noPrefetch: true }),
};

describe('Kairos, fired at for a demo patient', () => {
  it('lists its services without fault', async () => {
    const report = await fireAt(`${kairos.baseUrl}/cds-services`);
    expect(report.findings).toEqual([]);
    expect(reportLines(report).join('\n')).toContain('\nprognosis-patient-view (patient-view): ');
  });

  it.each(Object.entries(WAYS))('answers with cards, without fault, %s', async (way, options) => {
    const report = await fireAt(service(), await options());
    expect(report.findings.filter(({ level }) => level === 'error')).toEqual([]);
    expect(report.notes).toEqual([]);
    expect(Object.keys(report.request?.prefetch ?? {})).toEqual(
      way.includes('Kairos asks') ? [] : ['patient', 'observations', 'conditions'],
    );
    const text = reportLines(report).join('\n');
    expect(text).toMatch(/\n\[1\] (INFO|WARNING|CRITICAL): 5-year mortality risk \d+%/);
    expect(text).toMatch(/\n {6}What drives it {2,}Value {2,}Effect/);
    expect(text).toContain(`<${kairos.baseUrl}/insight/RiskAssessment/`);
    expect(text).toContain('\nChecked against CDS Hooks 2.0.1: 0 errors');
  });

  it('is asked the same whether the EHR or this client fetched', async () => {
    const [here, there] = await Promise.all([
      fireAt(service(), await WAYS['by a FHIR server asked here']()),
      fireAt(service(), await WAYS['by a FHIR server that Kairos asks']()),
    ]);
    expect(here.response).toEqual(there.response);
  });

  it('explains what it cannot answer, and that is shown', async () => {
    const report = await fireAt(service(), { context: { patient: 'nobody' } });
    expect(report.findings).toMatchObject([{ rule: 14, level: 'error' }]);
    expect(reportLines(report).join('\n')).toMatch(/\nerror \w+: Required data/);
  });

  it.each([
    { outcome: 'accepted' } as const,
    { outcome: 'overridden', reason: 'already-known', comment: 'Seen today' } as const,
  ])('takes feedback: $outcome', async (feedback) => {
    const report = await fireAt(service(), { context, fhirServer: ehr(), feedback });
    expect(report.feedback).toMatchObject({ status: 200 });
    expect(report.findings.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('Kairos with clients', () => {
  it('takes the calls that this client signs, and no others', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kairos-client-'));
    const written = await writeKeys(folder, await createKeys('ES384'), false);
    if (!written.ok) throw new Error(written.error.message);
    const signingKey = await readSigningKey(written.value.privateFile);
    if (!signingKey.ok) throw new Error(signingKey.error.message);
    const iss = 'https://ehr.example.org';
    const clients = [{ iss, jwks: JSON.parse(readFileSync(written.value.publicFile, 'utf8')) }];
    writeFileSync(join(folder, 'clients.json'), JSON.stringify(clients));
    const guarded = await startKairos({ CDS_CLIENTS: join(folder, 'clients.json') }, systemClock);
    const fireAs = (issuer: string) =>
      fireAt(
        `${guarded.baseUrl}/cds-services/prognosis-patient-view`,
        {
          hook: 'patient-view',
          context,
          fhirServer: { base: `${guarded.baseUrl}/demo/fhir` },
          client: { iss: issuer, signingKey: signingKey.value },
          feedback: { outcome: 'accepted' },
        },
        { clock: systemClock, newId: randomUUID },
      );
    const [known, stranger] = [await fireAs(iss), await fireAs('https://other.example.org')];
    await guarded.close();
    rmSync(folder, { recursive: true });
    expect(known.findings.filter(({ level }) => level === 'error')).toEqual([]);
    expect(known.feedback).toMatchObject({ status: 200 });
    expect(stranger.findings.map(({ rule, path }) => [rule, path])).toContainEqual([14, 'response']);
    expect(stranger.status).toBe(401);
  });
});
