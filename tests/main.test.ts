import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvOf, people, ROW } from './models/nhanes-mortality/rows.ts';

const ROOT = resolve(import.meta.dirname, '..');
const EXAMPLES = join(ROOT, 'models/nhanes-mortality/examples');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kairos-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Env = Readonly<Record<string, string>>;
type Child = ChildProcessByStdio<null, Readable, Readable>;

const SETTINGS = ['PORT', 'HOST', 'BASE_URL', 'DATA_DIR', 'MODELS_DIR', 'ALLOW_ANONYMOUS', 'LOG_LEVEL'];

function start(args: readonly string[], env: Env = {}): Child {
  const inherited = Object.entries(process.env).filter(([name]) => !SETTINGS.includes(name));
  return spawn(process.execPath, [join(ROOT, 'src/main.ts'), ...args], {
    cwd: folder,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function kairos(args: readonly string[], env: Env = {}) {
  const child = start(args, env);
  const exited = once(child, 'exit');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await exited;
  return { code, stdout, stderr };
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** One line on standard error that says what is wrong, and nothing of the program's inside. */
async function expectRefusal(run: ReturnType<typeof kairos>, code: number, reason: RegExp): Promise<void> {
  const result = await run;
  expect(result.stderr).toMatch(reason);
  expect(result.stderr).toMatch(/^kairos: [^\n]+\n$/);
  expect(result.stderr).not.toMatch(/ at .*\(|node:|\.ts:\d/);
  expect(result).toMatchObject({ code, stdout: '' });
}

describe.concurrent('kairos', () => {
  it.each([[[]], [['help']], [['--help']], [['predict', '--help']]])(
    '%j lists the commands',
    async (args) => {
      const { code, stdout } = await kairos(args);
      expect(code).toBe(0);
      for (const command of ['serve', 'models', 'train', 'evaluate', 'predict', 'check'])
        expect(stdout).toMatch(new RegExp(`^ {2}kairos ${command}\\b`, 'm'));
    },
  );

  it('names a command that it does not have and lists those it has', async () => {
    const { code, stdout, stderr } = await kairos(['diagnose']);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toMatch(/^kairos: there is no command diagnose\n\nUsage: kairos <command>/);
  });

  it.each([['serve'], ['models']])('%s takes no arguments, so none is ignored', async (command) => {
    await expectRefusal(kairos([command, '--port=9000']), 64, /--port=9000 is not understood/);
  });
});

describe('kairos models', () => {
  it('lists name, version and title', async () => {
    const { code, stdout } = await kairos(['models']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^nhanes-mortality \d+\.\d+\.\d+ {2}Five-year mortality/m);
  });
});

describe.concurrent('kairos predict', () => {
  it('answers an example as JSON', async () => {
    const { code, stdout } = await kairos([
      'predict',
      'nhanes-mortality',
      '--input',
      join(EXAMPLES, 'woman-63.json'),
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'prediction', comparison: { group: 'women aged 63' } });
  });

  it('abstains with exit code 0: it is an answer', async () => {
    const input = join(EXAMPLES, 'pregnancy.json');
    const { code, stdout } = await kairos(['predict', 'nhanes-mortality', '--input', input]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'abstention', because: 'not for pregnancy' });
  });

  const predict = (...args: string[]) => kairos(['predict', ...args]);

  it('reads a record as of the instant that it is given', async () => {
    const input = join(ROOT, 'demo/made-up/made-up-03.json');
    const later = await predict('stroke-outcome', '--input', input);
    expect(JSON.parse(later.stdout)).toMatchObject({ kind: 'abstention' });
    const then = await predict('stroke-outcome', '--input', input, '--now', '2026-01-15T12:00:00Z');
    expect(JSON.parse(then.stdout)).toMatchObject({ kind: 'prediction' });
    await expectRefusal(
      predict('stroke-outcome', '--input', input, '--now', 'then'),
      64,
      /--now needs an instant/,
    );
  });

  it.each<[string, () => string, RegExp]>([
    ['is not there', () => 'absent.json', /absent\.json cannot be read/],
    ['is not JSON', () => file('text.json', 'Mr Mallory'), /the input is not JSON/],
    ['is neither values nor a Bundle', () => file('a.json', '{"age": 63}'), /expected a FHIR Bundle/],
    ['names no concept', () => file('b.json', '{"values": {"agge": 63}}'), /no concept agge/],
    [
      'is a Bundle without a Patient',
      () => file('c.json', '{"resourceType": "Bundle", "entry": []}'),
      /one Patient/,
    ],
    [
      'is a Bundle of two people',
      () => {
        const patient = { resourceType: 'Patient', id: 'p' };
        const other = { resourceType: 'Observation', status: 'final', subject: { reference: 'Patient/q' } };
        const code = { coding: [{ system: 'http://loinc.org', code: '2160-0' }] };
        const entry = [{ resource: patient }, { resource: { ...other, code } }];
        return file('d.json', JSON.stringify({ resourceType: 'Bundle', entry }));
      },
      /wrong-patient: .*\(entry\[1\]\.resource\.subject/,
    ],
  ])('refuses a file that %s', async (_, input, reason) => {
    const run = predict('nhanes-mortality', '--input', input());
    await expectRefusal(run, 1, reason);
    expect((await run).stderr).not.toContain('Mallory');
  });

  it('wants a model and a file', async () => {
    await expectRefusal(predict('--input', 'x.json'), 64, /name a model/);
    await expectRefusal(predict('nhanes-mortality'), 64, /--input FILE/);
    await expectRefusal(predict('no-such-model', '--input', 'x.json'), 64, /no model no-such-model/);
    await expectRefusal(predict('nhanes-mortality', '--imput', 'x.json'), 64, /--imput/);
  });
});

describe.concurrent('kairos evaluate', () => {
  const evaluate = (path: string, ...more: string[]) =>
    kairos(['evaluate', 'nhanes-mortality', '--data', path, ...more]);

  it('prints figures in the form that others rely on', async () => {
    const rows = [...people(160), { ...ROW, sample_id: 'x', creatinine_mg_dL: '' }];
    const { code, stdout } = await evaluate(file('people.csv', csvOf(rows)), '--json');
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    const figure = { value: expect.any(Number), ci95: [expect.any(Number), expect.any(Number)] };
    expect(report).toMatchObject({
      model: 'nhanes-mortality',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      data: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), n: 161 },
      metrics: { cIndex: figure, auroc_5y: figure, brier_5y: figure, abstained: { value: 1 } },
      subgroups: { sex: { female: { n: expect.any(Number), metrics: { cIndex: figure } } } },
      comparators: { ageSex: { metrics: { cIndex: figure } }, phenoage: { metrics: { cIndex: figure } } },
    });
    for (const group of report.calibration)
      expect(group).toEqual({
        predicted: expect.any(Number),
        observed: expect.any(Number),
        n: expect.any(Number),
      });
    expect(stdout).not.toContain('null');
  });

  it('prints the same for people', async () => {
    const { code, stdout } = await evaluate(file('sixty.csv', csvOf(people(60))));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^nhanes-mortality .* on 60 people .*, 0 abstained$/m);
    expect(stdout).toMatch(/^cIndex +0\.\d{4} {2}\(0\.\d{4} to [01](\.\d{4})?\)$/m);
  });

  it.each<[string, () => string, RegExp]>([
    ['is not there', () => 'absent', /no CSV file/],
    ['is not CSV', () => file('nonsense.csv', '"\u0000\u0001nonsense'), /not a CSV file|lacks the columns/],
    ['has other columns', () => file('other.csv', 'a,b\n1,2'), /lacks the columns sample_id/],
    ['knows nobody’s outcome', () => file('lost.csv', csvOf([{ ...ROW, death_all_cause: '' }])), /nobody/],
  ])('refuses data that %s', async (_, data, reason) => {
    await expectRefusal(evaluate(data()), 1, reason);
  });
});

describe.concurrent('kairos serve', () => {
  const env = (more: Env = {}): Env => ({ PORT: '0', DATA_DIR: mkdtempSync(join(folder, 'data-')), ...more });

  it('says its address, answers, and stops with 0 when it is told to', async () => {
    const child = start(['serve'], env());
    const exited = once(child, 'exit');
    const [line] = await once(child.stdout, 'data');
    const { address } = JSON.parse(String(line));
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });

  it('refuses to be reached from outside without authentication, and says what to set', async () => {
    await expectRefusal(
      kairos(['serve'], env({ HOST: '0.0.0.0' })),
      1,
      /HOST.*ALLOW_ANONYMOUS=true.*HOST=127/,
    );
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['LOG_LEVEL', 'loud'],
    ['BASE_URL', 'here'],
    ['DEADLINE_MS', '1'],
  ])('refuses %s=%s by name', async (name, value) => {
    await expectRefusal(
      kairos(['serve'], env({ [name]: value })),
      1,
      new RegExp(`invalid-setting: ${name}: `),
    );
  });

  it('refuses a model folder without a manifest, by path and reason', async () => {
    const MODELS_DIR = join(folder, 'models-broken');
    mkdirSync(join(MODELS_DIR, 'mine'), { recursive: true });
    await expectRefusal(
      kairos(['serve'], env({ MODELS_DIR })),
      1,
      /invalid-manifest: models\/mine\/manifest\.json: cannot be read/,
    );
  });

  it('refuses a folder of models that is not there', async () => {
    await expectRefusal(kairos(['serve'], env({ MODELS_DIR: 'absent' })), 1, /absent is not a folder/);
  });

  it('says that its port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const run = kairos(['serve'], env({ PORT: String(port), LOG_LEVEL: 'error' }));
    await expectRefusal(run, 1, new RegExp(`port ${port} of 127\\.0\\.0\\.1 is in use: set PORT`));
    other.close();
  });
});
