import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Load, Measured } from './client.ts';

const HERE = import.meta.dirname;
const PROJECT = resolve(HERE, '../..');

export interface ServerProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** Kairos as an operator starts it on a free port, with a store of its own. Extra arguments go to Node, such as `--cpu-prof`. */
export const startKairos = (
  directory: string,
  nodeArguments: readonly string[] = [],
  settings: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> =>
  start([...nodeArguments, resolve(PROJECT, 'src/main.ts'), 'serve'], {
    PORT: '0',
    DATA_DIR: directory,
    // Vitest sets a variable of this name, which is no address.
    BASE_URL: '',
    ...settings,
  });

export const startBare = (answerFile: string, limitBytes: number): Promise<ServerProcess> =>
  start([resolve(HERE, 'bare.ts'), answerFile, String(limitBytes)], {});

/** The demo EHR with the resources of a JSON file, at `<url>/fhir`. */
export const startEhr = (resourcesFile: string): Promise<ServerProcess> =>
  start([resolve(HERE, 'ehr.ts'), resourcesFile], {});

/** Runs one load in a client process. */
export async function measure(load: Load): Promise<Measured> {
  const client = [resolve(HERE, 'client.ts'), JSON.stringify(load)];
  const { stdout } = await promisify(execFile)(process.execPath, client, { maxBuffer: 2 ** 28 });
  return JSON.parse(stdout);
}

async function start(args: readonly string[], env: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(process.execPath, args, {
    cwd: PROJECT,
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await firstAddress(child);
  return { url, stop: () => stop(child) };
}

/** The address in the first line that has one; later output is read and dropped. */
function firstAddress(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    child.once('exit', (code) => failed(new Error(`the server ended with ${code} before it was ready`)));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (address) found(address);
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((ended) => {
    if (child.exitCode !== null) return ended();
    child.once('exit', () => ended());
    child.kill('SIGTERM');
  });
}
