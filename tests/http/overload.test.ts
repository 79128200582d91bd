import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limitLoad } from '../../src/http/overload.ts';
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

describe('a loop that is late', () => {
  /** What a gate says to one more request while `inFlight` are underway. */
  function verdict(inFlight: number, late: number): 'taken' | 'refused' {
    let ms = 0;
    const gate = limitLoad({ maxInFlight: 1_000, lateness: { ms: () => ms } });
    let last: 'taken' | 'refused' = 'taken';
    const end = () => {
      last = 'refused';
    };
    const response = { once: () => response, writeHead: () => ({ end }) };
    const ask = () => gate({} as never, response as never, () => undefined);
    for (let i = 0; i < inFlight; i++) ask();
    ms = late;
    ask();
    return last;
  }

  it('takes no more than it has', () => {
    expect([verdict(100, 0), verdict(100, 20), verdict(100, 400)]).toEqual(['taken', 'taken', 'refused']);
  });

  it('takes those of a quiet server: one large body alone makes it late', () => {
    expect([verdict(0, 400), verdict(5, 400)]).toEqual(['taken', 'taken']);
  });
});
