import type { RequestListener, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { fire } from '../../../src/cds-hooks/integrator/fire.ts';
import { reportLines } from '../../../src/cds-hooks/integrator/print/report.ts';
import { goodAnswers } from './good-service.ts';
import { around, fireAt, optionsFor, startServer } from './servers.ts';

let server: Awaited<ReturnType<typeof startServer>>;
afterEach(() => server.close());

const json = (response: ServerResponse, body: unknown) =>
  response.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));

/** A service whose discovery is good, and whose calls are answered as told. */
async function serviceAnswering(answer: RequestListener): Promise<string> {
  server = await startServer((request, response) => {
    if (request.method === 'GET') json(response, goodAnswers().discovery);
    else answer(request, response);
  });
  return `${server.base}/cds-services/good`;
}

const HOOK = { hook: 'patient-view' };
const rulesOf = (report: Awaited<ReturnType<typeof fireAt>>) =>
  report.findings.map(({ rule, level }) => `${level} ${rule}`);

describe('a server that does not answer', () => {
  const failureOf = async (answer: RequestListener, timeoutMs = 20_000) => {
    const address = await serviceAnswering(answer);
    const fired = await fire(optionsFor(address, HOOK), around({ timeoutMs }));
    return fired.ok ? undefined : fired.error;
  };

  it('is unreachable when it hangs', async () => {
    const failure = await failureOf(() => {}, 300);
    expect(failure?.kind).toBe('unreachable');
    expect(failure?.message).toMatch(/cds-services\/good did not answer within 0.3 s$/);
  });

  it('is unreachable when it hangs in the middle of its answer', async () => {
    const failure = await failureOf((_, response) => void response.write('{"cards":['), 300);
    expect(failure?.message).toMatch(/did not answer within 0.3 s$/);
  });

  it('is unreachable when it resets the connection, before or in its answer', async () => {
    expect((await failureOf((request) => void request.socket.resetAndDestroy()))?.kind).toBe('unreachable');
    await server.close();
    const half = await failureOf((request, response) => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('{"cards":[', () => request.socket.resetAndDestroy());
    });
    expect(half).toMatchObject({ kind: 'unreachable' });
  });

  it('is unreachable when nobody listens', async () => {
    const address = await serviceAnswering(() => {});
    await server.close();
    const fired = await fire(optionsFor(address, HOOK), around());
    expect(fired).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    expect(fired).toMatchObject({ error: { message: expect.stringContaining('ECONNREFUSED') } });
  });
});

describe('a server that answers something else', () => {
  it('is told that HTML is no JSON', async () => {
    const html: RequestListener = (_, response) =>
      response.setHeader('Content-Type', 'text/html').end('<!doctype html><h1>Welcome</h1>');
    const report = await fireAt(await serviceAnswering(html), HOOK);
    expect(rulesOf(report)).toEqual(['error 1', 'error 1']);
    expect(reportLines(report).join('\n')).not.toContain('Welcome');
  });

  it('is told that JSON must say so, and that nothing is no JSON', async () => {
    const mislabelled: RequestListener = (_, response) =>
      response.setHeader('Content-Type', 'text/plain').end(JSON.stringify(goodAnswers().response));
    expect(rulesOf(await fireAt(await serviceAnswering(mislabelled), HOOK))).toEqual(['error 1']);
    await server.close();
    const nothing: RequestListener = (_, response) =>
      response.setHeader('Content-Type', 'application/json').end();
    expect(rulesOf(await fireAt(await serviceAnswering(nothing), HOOK))).toEqual(['error 1']);
  });

  it('is told its status when it fails with a stack trace', async () => {
    const fails: RequestListener = (_, response) =>
      response.writeHead(500, { 'Content-Type': 'text/html' }).end('Error: boom\n    at Server.handle');
    const report = await fireAt(await serviceAnswering(fails), HOOK);
    expect(rulesOf(report)).toEqual(['error 14', 'warning 12']);
    expect(report.status).toBe(500);
  });

  it('has its OperationOutcome shown when it explains a failure', async () => {
    const issue = [{ severity: 'error', code: 'required', details: { text: 'No patient' } }];
    const explains: RequestListener = (_, response) =>
      response
        .writeHead(412, { 'Content-Type': 'application/fhir+json' })
        .end(JSON.stringify({ resourceType: 'OperationOutcome', issue }));
    const report = await fireAt(await serviceAnswering(explains), HOOK);
    expect(rulesOf(report)).toEqual(['error 14']);
    expect(reportLines(report)).toContain('error required: No patient');
  });

  it('is not followed to another address: a signed call is for one address', async () => {
    const moves: RequestListener = (_, response) =>
      response.writeHead(307, { Location: 'http://127.0.0.1:1/cds-services/good' }).end();
    const report = await fireAt(await serviceAnswering(moves), HOOK);
    expect(report.findings).toMatchObject([{ rule: 14, message: 'has the status 307' }]);
  });

  it('is read up to a limit, whatever it sends', async () => {
    let sent = 0;
    const gigabyte = 1024 ** 3;
    const streams: RequestListener = (_, response) => {
      response.setHeader('Content-Type', 'application/json');
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      const more = () => {
        while (sent < gigabyte && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    };
    const report = await fireAt(await serviceAnswering(streams), HOOK);
    expect(report.findings).toMatchObject([{ rule: 1, message: expect.stringContaining('10 MB') }]);
    expect(sent).toBeLessThan(gigabyte / 4);
  });

  it('is not judged when its JSON is nested beyond any card', async () => {
    const deep: RequestListener = (_, response) =>
      response
        .setHeader('Content-Type', 'application/json')
        .end(`{"cards":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
    const report = await fireAt(await serviceAnswering(deep), HOOK);
    expect(report.findings).toMatchObject([{ rule: 1, message: expect.stringContaining('deeply') }]);
  });

  it('is told once and for all when everything in it is empty', async () => {
    const cards = Array.from({ length: 20_000 }, () => null);
    const report = await fireAt(await serviceAnswering((_, response) => json(response, { cards })), HOOK);
    expect(report.findings).toHaveLength(1000);
    expect(reportLines(report).at(-1)).toBe('  and 900 more');
  });
});

describe('discovery that does not work', () => {
  it('does not keep a named hook from being fired', async () => {
    server = await startServer((request, response) => {
      if (request.method === 'POST') json(response, { cards: [] });
      else response.writeHead(404).end();
    });
    const report = await fireAt(`${server.base}/cds-services/good`, HOOK);
    expect(rulesOf(report)).toEqual(['error 3', 'warning 12']);
    expect(report.status).toBe(200);
  });

  it('asks for the hook when there are several, or the service is not there', async () => {
    const address = await serviceAnswering(() => {});
    const refusal = async (at: string) => {
      const fired = await fire(optionsFor(at), around());
      return fired.ok ? undefined : fired.error;
    };
    expect(await refusal(address)).toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('several hooks'),
    });
    expect(await refusal(`${address}-not`)).toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('not listed (good, '),
    });
  });
});
