import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCdsHooks } from '../../src/cds-hooks/handler.ts';
import type { CdsService } from '../../src/cds-hooks/types.ts';
import { historyIn } from '../../src/commands/history.ts';
import { openModels } from '../../src/commands/project.ts';
import { linksFrom } from '../../src/findings/links.ts';
import { cdsHooksRoutes } from '../../src/http/cds-hooks-routes.ts';
import { createDraining } from '../../src/http/draining.ts';
import { errorHandler } from '../../src/http/errors.ts';
import { freePort, listen, type RunningServer } from '../../src/http/server.ts';
import { fixedClock } from '../../src/kernel/clock.ts';
import { parseSettings } from '../../src/kernel/config.ts';
import { problem } from '../../src/kernel/errors.ts';
import { createLogger } from '../../src/kernel/logger.ts';
import { err, unwrap } from '../../src/kernel/result.ts';
import { loadServices } from '../../src/services/load.ts';
import { searchableTypes, searchParams } from '../../src/store/search-index.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { CONTEXTS } from '../cds-hooks/contexts.ts';
import { emptyMembers, violations } from '../fhir/validate.ts';
import {
  adult,
  NOW,
  oneModel,
  patientViewCall,
  type RunningKairos,
  searchset,
  startKairos,
} from './kairos.ts';
import { mutationsOf } from './mutations.ts';

/** 1,000 here and 10,000 in CI. A failure prints its seed and the smallest body that fails. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 1_000);
const TIMEOUT_MS = 600_000;

const SECRET = 'Xanthippe-Unique-Name';

/** What no answer to a fuzzed request may be. */
function expectSound(status: number, text: string): void {
  expect(status).toBeLessThan(500);
  const body = JSON.parse(text) as { cards?: unknown[]; resourceType?: string };
  if (status === 200) expect(body.cards).toBeInstanceOf(Array);
  else expect(body.resourceType).toBe('OperationOutcome');
  expect(emptyMembers(body)).toEqual([]);
  if (status !== 200) expect(violations(body)).toEqual([]);
  expect(text).not.toMatch(/node_modules|\.ts:\d/);
  expect(text).not.toContain(SECRET);
}

const strayed: unknown[] = [];
const stray = (cause: unknown) => strayed.push(cause);
beforeAll(() => {
  process.on('unhandledRejection', stray);
});
afterAll(() => {
  process.off('unhandledRejection', stray);
  expect(strayed).toEqual([]);
});

describe('hook bodies with something wrong in them', () => {
  const logLines: string[] = [];
  let url: string;
  let folder: string;
  let models: string;
  let closing: () => Promise<void>;

  /** The service of the project, under every hook of the library, behind the routes and the parser of the server. */
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kairos-fuzz-'));
    models = oneModel();
    const settings = unwrap(parseSettings({ DATA_DIR: folder, MODELS_DIR: models }));
    const clock = fixedClock(NOW);
    const log = createLogger('debug', { write: (line) => logLines.push(line) });
    const store = await openSqliteStore({ directory: folder, clock });
    const registry = await openModels(settings);
    const links = linksFrom('http://127.0.0.1');
    const [service] = await loadServices({ models: registry, links, history: historyIn(store), log });
    const cds = createCdsHooks({
      services: Object.keys(CONTEXTS).map(
        (hook): CdsService => ({ ...service!, respond: service!.respond, id: hook, hook }),
      ),
      openFhirSession: () => async () => err(problem('forbidden-server', { expression: 'fhirServer' })),
      record: (resources) => store.save(resources),
      finishLater: () => undefined,
      deadlineMs: 60_000,
      clock,
    });
    const app = express();
    app.use(
      '/cds-services',
      cdsHooksRoutes(cds, async () => err([problem('unknown-service')]), settings.BODY_LIMIT_BYTES),
    );
    app.use(errorHandler(log));
    const port = await freePort('127.0.0.1');
    url = `http://127.0.0.1:${port}`;
    const listening = { app, demandsTokens: false, draining: createDraining(), requestTimeoutMs: 30_000 };
    const server: RunningServer = await listen(listening, '127.0.0.1', port);
    closing = () => server.close().then(() => store.close());
  });
  afterAll(async () => {
    await closing();
    rmSync(folder, { recursive: true });
    rmSync(models, { recursive: true });
  });

  const post = async (hook: string, body: string): Promise<readonly [number, string]> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/cds-services/${hook}`, { method: 'POST', headers, body });
    return [answer.status, await answer.text()];
  };

  const person = (id: string) => {
    const { patient, observations } = adult(id);
    // A few values, so that mutations meet each of them, and those that the model needs.
    return { patient: { ...patient, name: [{ text: SECRET }] }, observations: searchset(observations) };
  };

  const valid = Object.entries(CONTEXTS).map(([hook, { context }]) => {
    const { patientId } = context as { patientId: string };
    return {
      ...patientViewCall(adult()),
      hook,
      context,
      extension: { [SECRET]: {} },
      prefetch: person(patientId),
    };
  });

  it('start from bodies that are answered', async () => {
    for (const body of valid) {
      const [status, text] = await post(body.hook, JSON.stringify(body));
      expect([body.hook, status]).toEqual([body.hook, 200]);
      expect(JSON.parse(text).cards[0].summary).toMatch(/\d ?%/);
    }
  });

  it(
    'are answered or refused, without a trace of the patient in the log',
    async () => {
      const body = fc
        .constantFrom(...valid)
        .chain((one) => mutationsOf(one).map((mutant) => [one.hook, mutant] as const));
      await fc.assert(
        fc.asyncProperty(body, async ([hook, mutant]) => {
          const [status, text] = await post(hook, JSON.stringify(mutant));
          expectSound(status, text);
        }),
        { numRuns: RUNS, interruptAfterTimeLimit: TIMEOUT_MS, markInterruptAsFailure: true },
      );
      expect(logLines.join('')).toBe('');
    },
    TIMEOUT_MS,
  );
});

describe('FHIR searches with something wrong in them', () => {
  let kairos: RunningKairos;
  beforeAll(async () => {
    kairos = await startKairos();
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const body = JSON.stringify(patientViewCall(adult()));
    await fetch(`${kairos.baseUrl}/cds-services/prognosis-patient-view`, { ...init, body });
  });
  afterAll(() => kairos.close());

  const names = [...new Set(searchableTypes.flatMap((type) => [...searchParams(type)!.keys()]))];
  const CONTROLS = [
    '_count',
    '_offset',
    '_sort',
    '_summary',
    '_include',
    '_revinclude',
    '_total',
    '_format',
    '__proto__',
    'toString',
  ];
  const MODIFIERS = ['', '', '', ':not', ':missing', ':Patient', ':exact', ':', ':__proto__'];
  const VALUES = [
    'Patient/test-1',
    'test-1',
    'final',
    '419620001',
    'http://snomed.info/sct|419620001',
    'ge2026',
    'lt2026-11',
    '2026-02-30',
    'gt5',
    '1e400',
    '-',
    ',',
    '|',
    '\\',
    '$',
    '%',
    '-date',
    'count',
    'true',
    SECRET,
    '9'.repeat(30),
    'x,'.repeat(200),
  ];

  const name = fc
    .tuple(
      fc.oneof(fc.constantFrom(...names, ...CONTROLS), fc.string({ maxLength: 10 })),
      fc.constantFrom(...MODIFIERS),
    )
    .map((parts) => parts.join(''));
  const value = fc.oneof(
    fc.constantFrom(...VALUES),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.array(fc.constantFrom(...VALUES), { maxLength: 4 }).map((v) => v.join(',')),
  );
  const query = fc
    .array(fc.tuple(name, value), { maxLength: 4 })
    .map((pairs) =>
      new URLSearchParams(
        pairs.map(([n, v]): [string, string] => [n.toWellFormed(), v.toWellFormed()]),
      ).toString(),
    );
  const raw = fc.string({ maxLength: 30 }).map((text) => text.replace(/[#\s]/g, '%'));
  const type = fc.constantFrom(...searchableTypes, 'Patient', '__proto__', 'constructor');

  it(
    'find, or are refused',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          type,
          fc.oneof({ weight: 4, arbitrary: query }, { weight: 1, arbitrary: raw }),
          fc.boolean(),
          async (of, search, isPosted) => {
            const answer = await (isPosted
              ? fetch(`${kairos.baseUrl}/fhir/${of}/_search`, {
                  method: 'POST',
                  body: search,
                  headers: { 'content-type': 'application/x-www-form-urlencoded' },
                })
              : fetch(`${kairos.baseUrl}/fhir/${of}?${search}`));
            const body = (await answer.json()) as { resourceType: string };
            expect(answer.status).toBeLessThan(500);
            expect(body.resourceType).toBe(answer.ok ? 'Bundle' : 'OperationOutcome');
            expect(emptyMembers(body)).toEqual([]);
          },
        ),
        { numRuns: Math.ceil(RUNS / 2), interruptAfterTimeLimit: TIMEOUT_MS, markInterruptAsFailure: true },
      );
      expect(kairos.logLines.join('')).toBe('');
    },
    TIMEOUT_MS,
  );
});
