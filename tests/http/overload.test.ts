import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limitLoad } from '../../src/http/overload.ts';
import { createTurnstile } from '../../src/http/turnstile.ts';
import { violations } from '../fhir/validate.ts';
import { adult, patientViewCall, type RunningKairos, startKairos } from './kairos.ts';
import { lastAnswer, open } from './raw.ts';
import { startSlowFhir } from './slow-fhir.ts';

const SERVICE = '/cds-services/prognosis-patient-view';
const MOST = 4;

/** Everything of a call but its body. */
const ANNOUNCED = `POST ${SERVICE} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n`;

let fhir: Awaited<ReturnType<typeof startSlowFhir>>;
let kairos: RunningKairos;
beforeAll(async () => {
  fhir = await startSlowFhir();
  kairos = await startKairos({ ...fhir.env, MAX_IN_FLIGHT: String(MOST) });
});
afterAll(async () => {
  fhir.close();
  await kairos.close();
});

const post = (body: object) =>
  fetch(kairos.baseUrl + SERVICE, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** The text of the first answer on a connection, which stays open. */
const firstAnswer = (socket: ReturnType<typeof open>): Promise<string> =>
  new Promise((resolve) => {
    socket.once('data', (chunk) => resolve(String(chunk)));
  });

describe('more requests than are answered at a time', () => {
  it('get 503 before their bodies are read, and nobody else notices', async () => {
    const taken = Array.from({ length: MOST }, () => post(fhir.call));
    await fhir.holds(MOST);

    const refused = await post(patientViewCall(adult()));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(refused.headers.get('content-type')).toMatch(/^application\/fhir\+json/);
    const outcome = (await refused.json()) as { issue: { code: string; details: object }[] };
    expect(violations(outcome)).toEqual([]);
    expect(outcome.issue).toMatchObject([
      { severity: 'error', code: 'throttled', details: { coding: [{ code: 'overloaded' }] } },
    ]);

    const others = ['/fhir/RiskAssessment', '/fhir/metadata', '/cds-services', '/cds-services/nothing'];
    for (const path of others) expect((await fetch(kairos.baseUrl + path)).status).toBe(503);
    for (const path of ['/livez', '/readyz', '/models', '/openapi.json', '/demo/fhir/Patient'])
      expect((await fetch(kairos.baseUrl + path)).status).toBe(200);

    const socket = open(kairos.baseUrl);
    socket.write(ANNOUNCED);
    expect(lastAnswer(await firstAnswer(socket)).status).toBe(503);
    // The connection is still good for something else once the body has come.
    socket.write(`${'x'.repeat(100)}GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    expect(lastAnswer(await firstAnswer(socket))).toMatchObject({ status: 200, body: 'ok' });
    socket.destroy();

    fhir.release();
    expect((await Promise.all(taken)).map((answer) => answer.status)).toEqual(Array(MOST).fill(200));
    expect((await post(patientViewCall(adult()))).status).toBe(200);
  });

  it('count until they are answered, also when the client has gone', async () => {
    const leaving = Array.from({ length: MOST }, () => {
      const socket = open(kairos.baseUrl);
      socket.write(ANNOUNCED);
      return socket;
    });
    const status = async () => (await fetch(`${kairos.baseUrl}/cds-services`)).status;
    await expect.poll(status).toBe(503);
    for (const socket of leaving) socket.destroy();
    await expect.poll(status).toBe(200);
  });
});

describe('a queue that does not move', () => {
  /** What the gate says to one more request. */
  function verdict(waiting: number, waitedMs: number): 'taken' | 'refused' {
    const gate = limitLoad(1_000, { waiting, waitedMs });
    let last: 'taken' | 'refused' = 'taken';
    const end = () => {
      last = 'refused';
    };
    const response = { once: () => response, writeHead: () => ({ end }) };
    gate({} as never, response as never, () => undefined);
    return last;
  }

  it('gets no longer', () => {
    expect([verdict(50, 0), verdict(50, 200), verdict(50, 400)]).toEqual(['taken', 'taken', 'refused']);
  });

  it('may be a few: one large body makes all of them wait', () => {
    expect([verdict(0, 0), verdict(5, 400)]).toEqual(['taken', 'taken']);
  });
});

describe('the turnstile', () => {
  it('lets in one a turn, in order, and knows how long the first has waited', () => {
    const turns: (() => void)[] = [];
    let time = 0;
    const turnstile = createTurnstile(
      () => time,
      (then) => turns.push(then),
    );
    const entered: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      turnstile.enter(() => entered.push(name));
      time += 10;
    }
    expect([turns.length, turnstile.waiting, turnstile.waitedMs]).toEqual([1, 3, 30]);
    turns.shift()!();
    expect([entered, turns.length, turnstile.waitedMs]).toEqual([['a'], 1, 20]);
    turns.shift()!();
    turns.shift()!();
    expect([entered, turns.length, turnstile.waitedMs]).toEqual([['a', 'b', 'c'], 0, 0]);
    turnstile.enter(() => entered.push('d'));
    turns.shift()!();
    expect(entered).toEqual(['a', 'b', 'c', 'd']);
  });

  it('leaves turns to others while many wait', () => {
    const turns: (() => void)[] = [];
    const turnstile = createTurnstile(
      () => 0,
      (then) => turns.push(then),
    );
    for (let i = 0; i < 30; i++) turnstile.enter(() => undefined);
    let taken = 0;
    for (let turn = turns.shift(); turn; turn = turns.shift()) {
      turn();
      taken++;
    }
    expect(turnstile.waiting).toBe(0);
    expect(taken).toBeGreaterThan(100);
  });
});
