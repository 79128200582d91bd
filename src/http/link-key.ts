import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The secret of signed links, kept in a folder as `link.key`, which only its owner may read. Made once: of several
 * processes that start at the same time, all take what the first has written, whole.
 * @throws Error when it can neither be read nor made
 */
export function linkKeyIn(directory: string): string {
  const file = join(directory, 'link.key');
  const existing = read(file) ?? create(directory, file);
  if (/^[\w-]{43}$/.test(existing)) return existing;
  throw new Error(`${file} is not a link key: delete it for a new one (links that were given stop working)`);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}

function create(directory: string, file: string): string {
  mkdirSync(directory, { recursive: true });
  const written = join(directory, `link.key.${randomBytes(8).toString('hex')}`);
  writeFileSync(written, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(written, file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  } finally {
    rmSync(written);
  }
  return readFileSync(file, 'utf8').trim();
}
