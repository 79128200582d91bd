import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answers, goodAnswers } from './good-service.ts';
import { bodyOf, startServer } from './servers.ts';

const MAIN = resolve(import.meta.dirname, '../../../src/main.ts');

let folder: string;
let server: Awaited<ReturnType<typeof startServer>>;
let answers: Answers;
let received: Record<string, unknown>;
let authorizations: (string | undefined)[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kairos-hook-'));
  server = await startServer(async (request, response) => {
    authorizations.push(request.headers.authorization);
    if (request.method === 'POST') received = await bodyOf(request);
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(request.method === 'POST' ? answers.response : answers.discovery));
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function kairos(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  answers ??= goodAnswers();
  authorizations = [];
  return new Promise((done) => {
    execFile(process.execPath, [MAIN, ...args], { cwd: folder }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const fire = (...args: string[]) => {
  return kairos('hook', `${server.base}/cds-services/good`, '--hook', 'patient-view', ...args);
};

describe('kairos hook', () => {
  it('shows the cards of a service and ends with 0', async () => {
    answers = goodAnswers();
    const data = file('p1.ndjson', '{"resourceType":"Patient","id":"from-file"}\n');
    const { code, stdout, stderr } = await fire('--data', data);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('[1] WARNING: Creatinine rose by half in two days');
    expect(stdout).toContain('\nChecked against CDS Hooks 2.0.1: 0 errors');
    expect(received).toMatchObject({
      hook: 'patient-view',
      context: { patientId: 'from-file', userId: 'Practitioner/example' },
      prefetch: { patient: { id: 'from-file' } },
    });
  });

  it('ends with 1 when something is wrong, and prints JSON for programs', async () => {
    answers = goodAnswers();
    delete answers.response.cards[0]!.indicator;
    const { code, stdout } = await fire('--patient', 'p1', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      request: received,
      status: 200,
      ms: expect.any(Number),
      response: JSON.parse(JSON.stringify(answers.response)),
      findings: [{ rule: 15, level: 'error', path: 'response.cards[0].indicator' }],
    });
  });

  it('sends what other hooks need, from a file', async () => {
    answers = goodAnswers();
    const more = { draftOrders: { resourceType: 'Bundle', entry: [] } };
    const args = ['--patient', 'p1', '--context', file('context.json', more), '--encounter', 'e1'];
    const address = `${server.base}/cds-services/good`;
    const { code } = await kairos('hook', address, '--hook', 'order-sign', ...args);
    expect(code).toBe(0);
    expect(received.context).toMatchObject({ patientId: 'p1', encounterId: 'e1', ...more });
  });

  it('signs with the keys of kairos keys', async () => {
    answers = goodAnswers();
    const directory = join(folder, 'signing');
    expect((await kairos('keys', '--out', directory)).code).toBe(0);
    const key = join(directory, 'private-key.jwk.json');
    const { code } = await fire('--patient', 'p1', '--key', key, '--iss', 'https://ehr.example.org');
    expect(code).toBe(0);
    expect(authorizations).toEqual([
      expect.stringMatching(/^Bearer ey/),
      expect.stringMatching(/^Bearer ey/),
    ]);
  });

  it('ends with 64 after the cards when the feedback cannot be', async () => {
    answers = goodAnswers();
    const { code, stdout, stderr } = await fire(
      '--patient',
      'p1',
      '--feedback',
      'overridden',
      '--reason',
      'x',
    );
    expect(code).toBe(64);
    expect(stdout).toContain('[1] WARNING');
    expect(stderr).toBe('kairos: --reason must be one of: known\n');
  });

  it('ends with 69 when nobody answers', async () => {
    const { code, stdout, stderr } = await kairos(
      'hook',
      'http://127.0.0.1:1/cds-services/x',
      '--hook',
      'patient-view',
    );
    expect({ code, stdout }).toEqual({ code: 69, stdout: '' });
    expect(stderr).toMatch(/^kairos: http:\/\/127\.0\.0\.1:1\/cds-services cannot be reached/);
  });

  it.each([
    ['no address', [], 'name the address'],
    ['an address of something else', ['https://example.org/services/x'], 'must end in /cds-services/<id>'],
    ['an address that is none', ['example.org/cds-services/x'], 'must be an http or https URL'],
    ['a user name in the address', ['http://a:b@127.0.0.1:1/cds-services/x'], 'without a user name'],
    ['an unknown option', ['http://127.0.0.1:1/cds-services/x', '--patinet', 'p1'], '--patinet'],
    ['two addresses', ['http://127.0.0.1:1/cds-services/x', 'y'], 'y is not understood'],
    ['half a signature', ['http://127.0.0.1:1/cds-services/x', '--iss', 'x'], 'both --key FILE and --iss'],
    [
      'a file that is not there',
      ['http://127.0.0.1:1/cds-services/x', '--data', 'none.json'],
      'none.json cannot be read',
    ],
    ['a token without a server', ['http://127.0.0.1:1/cds-services/x', '--token', 't'], 'need --fhir-server'],
    [
      'a reason without feedback',
      ['http://127.0.0.1:1/cds-services/x', '--reason', 'r'],
      '--feedback overridden',
    ],
    [
      'an unknown outcome',
      ['http://127.0.0.1:1/cds-services/x', '--feedback', 'ok'],
      'accepted or overridden',
    ],
    ['no time', ['http://127.0.0.1:1/cds-services/x', '--timeout', '0'], '--timeout'],
  ])('ends with 64 for %s', async (_, args, why) => {
    const { code, stdout, stderr } = await kairos('hook', ...args);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toContain(why);
  });

  it('says nothing of what is in a file that is not FHIR', async () => {
    const data = file('odd.json', '{"name":"Secret Person"');
    const { code, stderr } = await fire('--data', data);
    expect({ code, stderr }).toEqual({
      code: 64,
      stderr: `kairos: ${data} is neither FHIR JSON nor NDJSON\n`,
    });
  });
});

describe('kairos keys', () => {
  it('writes both files, the private one for its owner only, and does not write over them', async () => {
    const directory = join(folder, 'made');
    const { code, stdout } = await kairos('keys', '--alg', 'ES256', '--out', directory);
    expect(code).toBe(0);
    const [privateFile, publicFile] = ['private-key.jwk.json', 'public-keys.jwks.json'].map((name) =>
      join(directory, name),
    );
    expect(stdout).toContain(publicFile);
    expect(statSync(privateFile!).mode & 0o777).toBe(0o600);
    const before = readFileSync(publicFile!, 'utf8');
    expect(JSON.parse(before).keys[0]).toMatchObject({ alg: 'ES256', crv: 'P-256' });
    expect(stdout).not.toContain(JSON.parse(readFileSync(privateFile!, 'utf8')).d);
    const again = await kairos('keys', '--out', directory);
    expect(again).toMatchObject({ code: 64, stderr: expect.stringContaining('--force') });
    expect(readFileSync(publicFile!, 'utf8')).toBe(before);
    expect((await kairos('keys', '--out', directory, '--force')).code).toBe(0);
    expect(readFileSync(publicFile!, 'utf8')).not.toBe(before);
  });

  it.each([
    [['--alg', 'HS256'], '--alg must be one of: ES384, RS384, ES256, RS256'],
    [['here'], 'here is not understood'],
  ])('refuses %j', async (args, why) => {
    expect(await kairos('keys', ...args)).toMatchObject({ code: 64, stderr: expect.stringContaining(why) });
  });
});
