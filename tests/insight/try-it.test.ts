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
  hookRequest(service: Service, patientId: string, origin: string): Record<string, unknown>;
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
