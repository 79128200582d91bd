import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../../kernel/json-object.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { type Failure, usage } from './failure.ts';
import { ALGORITHMS, type ClientKeys, isAlgorithm } from './keys.ts';
import { importSigningKey, type SigningKey } from './sign.ts';

export interface KeyFiles {
  readonly privateFile: string;
  readonly publicFile: string;
}

/** Writes `private-key.jwk.json`, which only its owner may read, and `public-keys.jwks.json`. */
export async function writeKeys(
  directory: string,
  keys: ClientKeys,
  force: boolean,
): Promise<Result<KeyFiles, Failure>> {
  const privateFile = join(directory, 'private-key.jwk.json');
  const publicFile = join(directory, 'public-keys.jwks.json');
  await mkdir(directory, { recursive: true });
  for (const file of [privateFile, publicFile]) {
    // Removed, not written over: a file that is there keeps its mode, and a link its target.
    if (force) await rm(file, { force: true });
    else if (await exists(file)) return err(usage(`${file} is there already: --force replaces it`));
  }
  await writeFile(privateFile, textOf(keys.privateJwk), { mode: 0o600, flag: 'wx' });
  await writeFile(publicFile, textOf(keys.publicJwks), { mode: 0o644, flag: 'wx' });
  return ok({ privateFile, publicFile });
}

const textOf = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** Reads a private JWK that says its `alg`. Its text enters no message. */
export async function readSigningKey(file: string): Promise<Result<SigningKey, Failure>> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return err(usage(`${file} cannot be read`));
  const jwk = parseJson(text);
  if (!isObject(jwk) || !isAlgorithm(jwk.alg))
    return err(usage(`${file} is not a private JWK with an alg of ${ALGORITHMS.join(', ')}`));
  const key = await importSigningKey(jwk, jwk.alg).catch(() => undefined);
  return key ? ok(key) : err(usage(`${file} holds no private key that can sign`));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
