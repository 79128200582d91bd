import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChildServer, startChild } from './child.ts';
import { lastAnswer, open } from './raw.ts';
import { startSlowFhir } from './slow-fhir.ts';

const SERVICE = '/cds-services/prognosis-patient-view';
const CALLS = 200;

let fhir: Awaited<ReturnType<typeof startSlowFhir>>;
let kairos: ChildServer;
beforeEach(async () => {
  fhir = await startSlowFhir();
  kairos = await startChild({ ...fhir.env, MAX_IN_FLIGHT: '1000' });
});
afterEach(async () => {
  fhir.close();
  await kairos.dispose();
});

interface Answered {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly body: string;
}

async function call(agent: Agent): Promise<Answered> {
  const sent = request(kairos.url + SERVICE, {
    agent,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  sent.end(JSON.stringify(fhir.call));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const { statusCode: status, headers } = response;
  return { status, connection: headers.connection, body: await text(response) };
}

/** Calls whose query waits at the FHIR server; a few at a time, so that none is refused for coming at once. */
async function callsInFlight(agent: Agent): Promise<Promise<Answered>[]> {
  const calls: Promise<Answered>[] = [];
  while (calls.length < CALLS) {
    for (let i = 0; i < 5; i++) calls.push(call(agent));
    await fhir.holds(calls.length);
  }
  return calls;
}

describe('SIGTERM', () => {
  it('drops none of 200 calls in flight on connections that would stay open, and ends with 0', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: CALLS });
    const idle = open(kairos.url);
    idle.write('GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    await once(idle, 'data');
    const calls = await callsInFlight(agent);
    const idleClosed = once(idle, 'close');
    kairos.process.kill('SIGTERM');
    await kairos.logged('Kairos is stopping');
    await idleClosed;
    fhir.release();
    const answers = await Promise.all(calls);
    expect(answers.map((a) => a.status)).toEqual(Array(CALLS).fill(200));
    expect(answers.map((a) => a.connection)).toEqual(Array(CALLS).fill('close'));
    for (const { body } of answers) expect(JSON.parse(body).cards[0].summary).toMatch(/\d ?%/);
    expect(await kairos.exited).toEqual([0, null]);
    agent.destroy();
  });

  it('turns readiness off and takes no connection, while what was begun goes on', async () => {
    const agent = new Agent({ keepAlive: true });
    const inFlight = call(agent);
    await fhir.holds(1);
    // A request of which the server has the beginning: its connection is not idle.
    const begun = open(kairos.url);
    begun.write('GET /readyz HTTP/1.1\r\n');
    begun.setEncoding('utf8');
    const answer = text(begun);
    expect((await fetch(`${kairos.url}/readyz`)).status).toBe(200);
    kairos.process.kill('SIGTERM');
    await kairos.logged('Kairos is stopping');
    const refused = () =>
      fetch(`${kairos.url}/livez`).then(
        () => false,
        () => true,
      );
    await expect.poll(refused).toBe(true);
    begun.write('Host: 127.0.0.1\r\n\r\n');
    const ready = lastAnswer(await answer);
    expect([ready.status, ready.headers.connection]).toEqual([503, 'close']);
    expect(JSON.parse(ready.body)).toEqual({ store: true, models: true, accepting: false });
    fhir.release();
    expect((await inFlight).status).toBe(200);
    expect(await kairos.exited).toEqual([0, null]);
    agent.destroy();
  });

  it('ends the process at once the second time', async () => {
    const agent = new Agent();
    const dropped = call(agent).catch(() => 'dropped');
    await fhir.holds(1);
    kairos.process.kill('SIGTERM');
    await kairos.logged('Kairos is stopping');
    kairos.process.kill('SIGTERM');
    expect(await kairos.exited).toEqual([143, null]);
    expect(await dropped).toBe('dropped');
  });
});
