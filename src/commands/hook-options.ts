import { readFile } from 'node:fs/promises';
import { parseAddress } from '../cds-hooks/integrator/address.ts';
import type { ContextOptions } from '../cds-hooks/integrator/context.ts';
import type { Failure } from '../cds-hooks/integrator/failure.ts';
import type { FeedbackOptions } from '../cds-hooks/integrator/feedback.ts';
import type { FhirServer } from '../cds-hooks/integrator/fhir-server.ts';
import { type FhirResource, readFhirFiles, readJsonObject } from '../cds-hooks/integrator/files.ts';
import type { FireOptions } from '../cds-hooks/integrator/fire.ts';
import { readSigningKey } from '../cds-hooks/integrator/key-files.ts';
import type { Client } from '../cds-hooks/integrator/sign.ts';
import type { Result } from '../kernel/result.ts';
import { optionsOf, UsageError } from './command.ts';

const OPTIONS = {
  hook: { type: 'string' },
  patient: { type: 'string' },
  user: { type: 'string' },
  encounter: { type: 'string' },
  context: { type: 'string' },
  data: { type: 'string', multiple: true },
  'fhir-server': { type: 'string' },
  token: { type: 'string' },
  'no-prefetch': { type: 'boolean', default: false },
  key: { type: 'string' },
  iss: { type: 'string' },
  jku: { type: 'string' },
  tenant: { type: 'string' },
  feedback: { type: 'string' },
  reason: { type: 'string' },
  comment: { type: 'string' },
  timeout: { type: 'string', default: '10' },
  json: { type: 'boolean', default: false },
} as const;

export const HOOK_USAGE = [
  'hook <address of the service> [--hook NAME]',
  '[--patient ID] [--user REF] [--encounter ID] [--context FILE]',
  '[--data FILE ...] [--fhir-server URL [--token TOKEN|@FILE] [--no-prefetch]]',
  '[--key FILE --iss ISS [--jku URL] [--tenant T]]',
  '[--feedback accepted|overridden [--reason CODE] [--comment TEXT]] [--timeout SECONDS] [--json]',
].join('\n      ');

type Values = ReturnType<typeof optionsOf<typeof OPTIONS>>['values'];

export interface HookOptions {
  readonly options: FireOptions;
  readonly json: boolean;
  readonly timeoutMs: number;
}

/** The value. @throws UsageError with what is wrong */
export function orUsage<T>(result: Result<T, Failure>): T {
  if (result.ok) return result.value;
  throw new UsageError(result.error.message);
}

/** Options of the command line, with the files that they name read. @throws UsageError */
export async function readHookOptions(args: readonly string[]): Promise<HookOptions> {
  const { values, positionals } = optionsOf(args, OPTIONS);
  const [address, ...others] = positionals;
  if (address === undefined) throw new UsageError('name the address of a service: …/cds-services/<id>');
  if (others.length > 0) throw new UsageError(`${others[0]} is not understood`);
  const files = orUsage(await readFhirFiles(values.data ?? []));
  const options: FireOptions = {
    address: orUsage(parseAddress(address)),
    hook: values.hook,
    context: await contextOf(values, files),
    files,
    fhirServer: await fhirServerOf(values),
    noPrefetch: values['no-prefetch'],
    client: await clientOf(values),
    feedback: feedbackOf(values),
  };
  return { options, json: values.json, timeoutMs: timeoutOf(values) };
}

/** The files' only Patient is who is meant, unless somebody is named. */
async function contextOf(values: Values, files: readonly FhirResource[]): Promise<ContextOptions> {
  const { user, encounter } = values;
  const patients = files.filter((r) => r.resourceType === 'Patient');
  const only = patients.length === 1 ? patients[0]?.id : undefined;
  const patient = values.patient ?? (typeof only === 'string' ? only : undefined);
  const more = values.context === undefined ? undefined : orUsage(await readJsonObject(values.context));
  return { patient, user, encounter, more };
}

async function fhirServerOf(values: Values): Promise<FhirServer | undefined> {
  const { 'fhir-server': server, 'no-prefetch': noPrefetch, token } = values;
  if (server === undefined && (noPrefetch || token !== undefined))
    throw new UsageError('--token and --no-prefetch need --fhir-server URL');
  if (server === undefined) return undefined;
  if (!/^https?:\/\/[^@]+$/.test(server) || !URL.canParse(server))
    throw new UsageError('--fhir-server must be an http or https URL');
  return { base: server.replace(/\/$/, ''), token: await tokenOf(token) };
}

/** `@FILE` keeps a token out of the list of processes. */
async function tokenOf(token: string | undefined): Promise<string | undefined> {
  if (!token?.startsWith('@')) return token;
  const text = await readFile(token.slice(1), 'utf8').catch(() => undefined);
  if (text === undefined) throw new UsageError(`${token.slice(1)} cannot be read`);
  return text.trim();
}

async function clientOf({ key, iss, jku, tenant }: Values): Promise<Client | undefined> {
  if (key === undefined && iss === undefined && jku === undefined && tenant === undefined) return undefined;
  if (key === undefined || iss === undefined)
    throw new UsageError('a signed call needs both --key FILE and --iss ISS');
  return { iss, jku, tenant, signingKey: orUsage(await readSigningKey(key)) };
}

function feedbackOf({ feedback: outcome, reason, comment }: Values): FeedbackOptions | undefined {
  const isOverride = outcome === 'overridden';
  if (!isOverride && (reason !== undefined || comment !== undefined))
    throw new UsageError('--reason and --comment go with --feedback overridden');
  if (outcome === undefined) return undefined;
  if (!isOverride && outcome !== 'accepted')
    throw new UsageError('--feedback must be accepted or overridden');
  return { outcome, reason, comment };
}

function timeoutOf({ timeout }: Values): number {
  const seconds = Number(timeout);
  if (!(seconds > 0 && seconds <= 600))
    throw new UsageError('--timeout must be a number of seconds up to 600');
  return seconds * 1000;
}
