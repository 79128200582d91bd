import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { settingsSchema } from '../../src/kernel/config.ts';
import { oneModel } from './kairos.ts';

const MAIN = resolve(import.meta.dirname, '../../src/main.ts');

export interface ChildServer {
  readonly url: string;
  readonly process: ChildProcess;
  /** Log lines so far. */
  readonly lines: readonly string[];
  /** Resolves at the first log line with this text. */
  logged(text: string): Promise<void>;
  /** Exit code and signal. */
  readonly exited: Promise<readonly [number | null, string | null]>;
  /** Resident memory in MiB. */
  residentMiB(): number;
  /** Ends it if it still runs, and removes its data. */
  dispose(): Promise<void>;
}

/** `kairos serve` as an operator starts it, in a process of its own on a free port. */
export async function startChild(env: Readonly<Record<string, string>> = {}): Promise<ChildServer> {
  const directory = mkdtempSync(join(tmpdir(), 'kairos-child-'));
  const models = oneModel();
  const settings = { PORT: '0', DATA_DIR: directory, MODELS_DIR: models, ...env };
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    env: { ...inherited(), ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const logged = async (text: string): Promise<void> => {
    while (!lines.some((line) => line.includes(text))) await once(reader, 'line');
  };
  await Promise.race([logged('Kairos is ready'), exited.then(() => Promise.reject(new Error('it ended')))]);
  const { address: url } = JSON.parse(lines.find((line) => line.includes('Kairos is ready'))!);
  return {
    url,
    process: child,
    lines,
    logged,
    exited,
    residentMiB: () =>
      Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024,
    async dispose() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
      rmSync(directory, { recursive: true, force: true });
      rmSync(models, { recursive: true });
    },
  };
}

/** Settings of whoever runs the tests would change the server under test. */
const inherited = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !Object.hasOwn(settingsSchema.shape, name)),
  );
