import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseAddress } from '../../../src/cds-hooks/integrator/address.ts';
import { type FireOptions, fire } from '../../../src/cds-hooks/integrator/fire.ts';
import type { Surroundings } from '../../../src/cds-hooks/integrator/http.ts';
import { fixedClock } from '../../../src/kernel/clock.ts';

export const NOW = '2026-11-23T12:00:00.000Z';

/** A server on loopback that answers as it is told. */
export async function startServer(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The world as the command has it, but with a clock that stands still: answers take no time. */
export const around = (changes: Partial<Surroundings> = {}): Surroundings => ({
  fetch: globalThis.fetch,
  clock: fixedClock(NOW),
  newId: () => '5b8b1a4c-6a0e-4e5c-9a57-0f2f7b2d3c11',
  elapsed: () => 0,
  timeoutMs: 20_000,
  ...changes,
});

export const optionsFor = (address: string, changes: Partial<FireOptions> = {}): FireOptions => {
  const parsed = parseAddress(address);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return { address: parsed.value, context: { patient: 'p1' }, files: [], ...changes };
};

export async function fireAt(
  address: string,
  changes: Partial<FireOptions> = {},
  world: Partial<Surroundings> = {},
) {
  const fired = await fire(optionsFor(address, changes), around(world));
  if (!fired.ok) throw new Error(`${fired.error.kind}: ${fired.error.message}`);
  return fired.value;
}

export async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}
