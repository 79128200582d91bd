import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compose } from '../../src/commands/compose.ts';
import { freePort, listen } from '../../src/http/server.ts';
import { type Clock, fixedClock } from '../../src/kernel/clock.ts';
import { parseSettings } from '../../src/kernel/config.ts';
import { createLogger } from '../../src/kernel/logger.ts';
import { unwrap } from '../../src/kernel/result.ts';

export const NOW = '2026-11-23T12:00:00.000Z';

const MODELS = resolve(import.meta.dirname, '../../models');

/** A folder with one model: what others say of a patient is tested with them. */
export function oneModel(): string {
  const folder = mkdtempSync(join(tmpdir(), 'models-'));
  cpSync(join(MODELS, 'nhanes-mortality'), join(folder, 'nhanes-mortality'), { recursive: true });
  return folder;
}

/**
 * A whole Kairos on loopback with its own empty database, a fixed clock and a captured log. It has one model unless
 * MODELS_DIR says otherwise.
 */
export async function startKairos(env: Record<string, string> = {}, clock: Clock = fixedClock(NOW)) {
  const directory = mkdtempSync(join(tmpdir(), 'kairos-'));
  const models = oneModel();
  const port = await freePort('127.0.0.1');
  const settings = unwrap(
    parseSettings({ DATA_DIR: directory, PORT: String(port), MODELS_DIR: models, ...env }),
  );
  const logLines: string[] = [];
  const log = createLogger('debug', { write: (line) => logLines.push(line) });
  const kairos = await compose(settings, clock, log);
  const server = await listen(kairos, '127.0.0.1', port);
  return {
    ...kairos,
    port,
    logLines,
    dataDirectory: settings.DATA_DIR,
    async close() {
      await server.close();
      await kairos.close();
      rmSync(directory, { recursive: true });
      rmSync(models, { recursive: true });
    },
  };
}

export type RunningKairos = Awaited<ReturnType<typeof startKairos>>;

/** A complete, ordinary adult: every value in range, in canonical units, days old. */
export function adult(id = 'test-1', overrides: Readonly<Record<string, object | undefined>> = {}) {
  const values: Record<string, object> = {
    '2160-0': quantity(0.9, 'mg/dL'),
    '3094-0': quantity(14, 'mg/dL'),
    '2345-7': quantity(95, 'mg/dL'),
    '1751-7': quantity(4.3, 'g/dL'),
    '6768-6': quantity(70, 'U/L'),
    '1975-2': quantity(0.6, 'mg/dL'),
    '3084-1': quantity(5.2, 'mg/dL'),
    '2093-3': quantity(200, 'mg/dL'),
    '2085-9': quantity(50, 'mg/dL'),
    '1988-5': quantity(2.1, 'mg/L'),
    '6690-2': quantity(6.9, '10*3/uL'),
    '736-9': quantity(31, '%'),
    '5905-5': quantity(7, '%'),
    '789-8': quantity(4.6, '10*6/uL'),
    '787-2': quantity(90, 'fL'),
    '788-0': quantity(13, '%'),
    '4548-4': quantity(5.5, '%'),
    '8480-6': quantity(124, 'mm[Hg]'),
    '8462-4': quantity(74, 'mm[Hg]'),
    '39156-5': quantity(27, 'kg/m2'),
    ...overrides,
  };
  const observations = Object.entries(values).flatMap(([code, value]) =>
    value ? [observation(id, `${id}-${code}`, code, value)] : [],
  );
  return {
    patient: { resourceType: 'Patient', id, gender: 'female', birthDate: '1963-05-04' },
    observations,
  };
}

export const quantity = (value: number, code: string) => ({
  valueQuantity: { value, unit: code, system: 'http://unitsofmeasure.org', code },
});

export const observation = (patientId: string, id: string, code: string, rest: object) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code }] },
  subject: { reference: `Patient/${patientId}` },
  effectiveDateTime: '2026-11-12',
  ...rest,
});

export const searchset = (resources: readonly object[]) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
});

/** A patient-view call with everything in the prefetch. */
export const patientViewCall = ({ patient, observations }: ReturnType<typeof adult>) => ({
  hook: 'patient-view',
  hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
  context: { userId: 'Practitioner/1', patientId: patient.id },
  prefetch: { patient, observations: searchset(observations), conditions: null, medications: null },
});
