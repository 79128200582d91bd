import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type ClientAlgorithm, isLoopback } from '../../kernel/config.ts';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { fits, type KeySet, keySetOf, publicKey } from './key-set.ts';

/** A CDS client that may call (CDS Hooks 2.0.1, "Trusting CDS Clients"). */
export interface CdsClient {
  readonly iss: string;
  /** Keys agreed out of band. */
  readonly keys?: KeySet | undefined;
  /** Where keys agreed out of band are published. */
  readonly jwksUrl?: string | undefined;
  /** Values of the `jku` header that are followed. */
  readonly jku: readonly string[];
  /** When given, tokens must name one of these. */
  readonly tenant?: readonly string[] | undefined;
}

/** Keys that came over plain HTTP are anybody's, unless they never left this machine. */
const keyUrl = z.string().refine((text) => {
  const url = URL.parse(text);
  if (!url || url.username || url.password || url.hash) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}, 'expected an https URL (http on loopback only), without user and fragment');

const text = z.string().min(1);

const clientSchema = z
  .strictObject({
    iss: text,
    jwks: z.strictObject({ keys: z.array(publicKey).min(1).max(100) }).optional(),
    jwksUrl: keyUrl.optional(),
    jku: z.array(keyUrl).min(1).optional(),
    tenant: z.array(text).min(1).optional(),
  })
  .refine((c) => c.jwks || c.jwksUrl || c.jku, 'expected one of jwks, jwksUrl, jku: where its keys are')
  .refine((c) => !(c.jwks && c.jwksUrl), 'expected jwks or jwksUrl, not both');

type Entry = z.output<typeof clientSchema>;

/** The clients of a file (setting `CDS_CLIENTS`); a failure names the entry and what was expected there. */
export async function readClients(
  file: string,
  algorithms: readonly ClientAlgorithm[],
): Promise<Result<readonly CdsClient[]>> {
  const content = await readFile(file, 'utf8').catch(() => undefined);
  if (content === undefined) return refused(file, 'the file cannot be read');
  const clients = parseClients(content, algorithms);
  return clients.ok ? clients : refused(file, clients.error);
}

const refused = (file: string, what: string): Result<never> =>
  err(problem('invalid-setting', { message: `CDS_CLIENTS ${file}: ${what}` }));

/** Nothing of the text but issuers enters a message: it could hold a private key. */
export function parseClients(
  json: string,
  algorithms: readonly ClientAlgorithm[],
): Result<readonly CdsClient[], string> {
  const entries = parseJson(json);
  if (!Array.isArray(entries) || entries.length === 0)
    return err('expected a JSON array with an object for each client');
  const parsed = entries.map((entry, i) => parseEntry(entry, nameOf(entry, i), algorithms));
  const failures = parsed.flatMap((p) => (p.ok ? [] : p.error));
  if (failures.length > 0) return err(failures.join('; '));
  const clients = parsed.flatMap((p) => (p.ok ? [p.value] : []));
  const again = clients.findIndex((c, i) => clients.findIndex((other) => other.iss === c.iss) < i);
  if (again < 0) return ok(clients);
  return err(`${nameOf(entries[again], again)}: expected another iss, an entry before it has this one`);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function nameOf(entry: unknown, index: number): string {
  const named = z.looseObject({ iss: text }).safeParse(entry);
  return `entry ${index + 1}${named.success ? ` (iss ${named.data.iss})` : ''}`;
}

function parseEntry(
  entry: unknown,
  name: string,
  algorithms: readonly ClientAlgorithm[],
): Result<CdsClient, string[]> {
  const parsed = clientSchema.safeParse(entry);
  if (!parsed.success) return err(parsed.error.issues.map((i) => `${name}${whereOf(i.path)}: ${i.message}`));
  const { jwks, jku = [], ...rest } = parsed.data;
  const fault = jwks && faultOf(jwks.keys, algorithms);
  if (fault) return err([`${name}, jwks: ${fault}`]);
  return ok({ ...rest, jku, ...(jwks ? { keys: keySetOf(jwks.keys) } : {}) });
}

const whereOf = (path: readonly PropertyKey[]): string => (path.length > 0 ? `, ${path.join('.')}` : '');

/** What makes keys of a file useless, so that it is said at the start and not by refusing every call. */
function faultOf(
  keys: NonNullable<Entry['jwks']>['keys'],
  algorithms: readonly ClientAlgorithm[],
): string | undefined {
  const unfit = keys.findIndex((key) => !fits(key, algorithms));
  if (unfit >= 0) return `keys.${unfit}: expected a key for ${algorithms.join(' or ')}`;
  const again = keys.findIndex((key, i) => keys.findIndex((other) => other.kid === key.kid) < i);
  return again < 0 ? undefined : `keys.${again}: expected another kid, a key before it has this one`;
}
