import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tryItPage } from '../../src/insight/index.ts';
import { expectAccessible, expectCspSafe } from './page-checks.ts';

const ASSETS = resolve(import.meta.dirname, '../../src/insight/assets');

/** The browser module is plain JavaScript; these are the parts that need no document. */
interface Exchange {
  uuid(): string;
  fillTemplate(template: string, context: Record<string, string>): string;
  hookRequest(
    service: Service,
    patientId: string,
    origin: string,
    encounterId?: string,
  ): Record<string, unknown>;
  usualHook(person: { encounter?: object }, now?: number): string;
  isPossible(service: Service, person: { encounter?: object }): boolean;
  isMadeUp(person: { patient: object }): boolean;
  pictureOf(person: { encounter?: object; conditions: readonly object[] }): string;
  withPrefetch(
    request: object,
    service: Service,
    fetchJson: (path: string) => Promise<unknown>,
  ): Promise<object>;
  curlCommand(service: Service, request: object, origin: string): string;
}
interface Service {
  readonly id: string;
  readonly hook: string;
  readonly prefetch?: Record<string, string>;
}

const exchange: Exchange = await import(join(ASSETS, 'exchange.js'));
const tabs: { nextIndex(key: string, current: number, length: number): number } = await import(
  join(ASSETS, 'tabs.js')
);

const service: Service = {
  id: 'prognosis-patient-view',
  hook: 'patient-view',
  prefetch: {
    patient: 'Patient/{{context.patientId}}',
    observations: 'Observation?patient={{context.patientId}}&_count=500',
  },
};
const ORIGIN = 'http://127.0.0.1:8080';

describe('try-it page', () => {
  const markup = tryItPage();

  it('is accessible and safe under the content security policy', () => {
    expectCspSafe(markup);
    expectAccessible(markup);
  });

  it('names assets that exist', () => {
    const named = [...markup.matchAll(/"\/assets\/([^"]+)"/g)].map((m) => m[1] ?? '');
    expect(named).toContain('try-it.js');
    for (const file of named) expect(existsSync(join(ASSETS, file)), file).toBe(true);
  });

  it('pairs every tab with its panel', () => {
    const controls = [...markup.matchAll(/role="tab" id="([^"]+)" aria-controls="([^"]+)"/g)];
    expect(controls).toHaveLength(3);
    for (const [, tab, panel] of controls)
      expect(markup).toContain(`role="tabpanel" id="${panel}" aria-labelledby="${tab}"`);
  });
});

describe('hook call of the try-it page', () => {
  it('names the FHIR server and a fresh version 4 UUID', () => {
    const request = exchange.hookRequest(service, 'demo-01', ORIGIN);
    expect(request).toMatchObject({
      hook: 'patient-view',
      fhirServer: 'http://127.0.0.1:8080/demo/fhir',
      context: { patientId: 'demo-01' },
    });
    expect(request.hookInstance).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(exchange.uuid()).not.toBe(exchange.uuid());
  });

  it('names the stay of somebody who has one', () => {
    expect(exchange.hookRequest(service, 'p', ORIGIN, 'e1')).toMatchObject({
      context: { patientId: 'p', encounterId: 'e1' },
    });
    expect(exchange.hookRequest(service, 'p', ORIGIN).context).not.toHaveProperty('encounterId');
  });

  it('replaces the FHIR server by prefetched resources', async () => {
    const asked: string[] = [];
    const fetchJson = async (path: string) => asked.push(path);
    const request = exchange.hookRequest(service, 'demo 1', ORIGIN);
    expect(await exchange.withPrefetch(request, service, fetchJson)).toEqual({
      hook: 'patient-view',
      hookInstance: request.hookInstance,
      context: request.context,
      prefetch: { patient: 1, observations: 2 },
    });
    expect(asked).toEqual([
      '/demo/fhir/Patient/demo%201',
      '/demo/fhir/Observation?patient=demo%201&_count=500',
    ]);
  });

  it('writes a command whose body a shell passes on unchanged', () => {
    const request = { note: `it's "quoted" $HOME \`x\`` };
    const command = exchange.curlCommand(service, request, ORIGIN);
    const echoed = execFileSync('sh', [
      '-c',
      `curl() { for last; do :; done; printf %s "$last"; }; ${command}`,
    ]);
    expect(JSON.parse(echoed.toString())).toEqual(request);
    expect(command).toContain(`'${ORIGIN}/cds-services/prognosis-patient-view'`);
  });

  it('reads a large body from a file', () => {
    const command = exchange.curlCommand(service, { text: 'x'.repeat(5000) }, ORIGIN);
    expect(command).toContain('--data @request.json');
    expect(command.length).toBeLessThan(400);
  });
});

describe('tabs', () => {
  it.each([
    ['ArrowRight', 2, 0],
    ['ArrowLeft', 0, 2],
    ['Home', 1, 0],
    ['End', 0, 2],
    ['a', 1, -1],
  ])('moves with %s from %d to %d', (key, from, to) => expect(tabs.nextIndex(key, from, 3)).toBe(to));
});

describe('what the try-it page offers', () => {
  const NOW = Date.parse('2026-11-23T12:00:00Z');
  const stay = (start: string, more = {}) => ({ encounter: { period: { start }, ...more } });
  const leaving = stay('2026-11-17T08:00:00Z', {
    hospitalization: { dischargeDisposition: { text: 'Home' } },
  });

  it.each([
    ['of somebody at home', {}, 'patient-view'],
    ['of a stay that just began', stay('2026-11-23T09:00:00Z'), 'encounter-start'],
    ['of a stay of some days', stay('2026-11-20T09:00:00Z'), 'patient-view'],
    ['of a stay that is about to end', leaving, 'encounter-discharge'],
  ])('is first the hook %s', (_, person, hook) => {
    expect(exchange.usualHook(person, NOW)).toBe(hook);
  });

  it('is no hook of a stay where there is none', () => {
    const start = { id: 's', hook: 'encounter-start' };
    expect(exchange.isPossible(start, {})).toBe(false);
    expect(exchange.isPossible(start, leaving)).toBe(true);
    expect(exchange.isPossible(service, {})).toBe(true);
  });

  it('says why somebody is here, else what is wrong with them, and who is made up', () => {
    const conditions = [{ code: { text: 'MGUS' } }, { code: { coding: [{ display: 'Asthma' }] } }];
    expect(exchange.pictureOf({ conditions })).toBe('MGUS · Asthma');
    expect(exchange.pictureOf({ encounter: { reasonCode: [{ text: 'Fever' }] }, conditions })).toBe('Fever');
    expect(exchange.isMadeUp({ patient: { meta: { tag: [{ code: 'made-up' }] } } })).toBe(true);
    expect(exchange.isMadeUp({ patient: {} })).toBe(false);
  });

  it('is told apart as made up or real on the page', () => {
    expect(tryItPage()).toMatch(/made up/);
  });
});
