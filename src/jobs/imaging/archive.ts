import { setTimeout as wait } from 'node:timers/promises';
import { type AllowList, allowList } from '../../fhir/client/allow-list.ts';
import { type FetchFailure, toProblem } from '../../fhir/client/failures.ts';
import type { GuardedFetch } from '../../fhir/client/guarded-fetch.ts';
import { type RetryOptions, withRetries } from '../../fhir/client/retry.ts';
import type { Answer } from '../../fhir/client/send.ts';
import { type Deadline, deadlineIn } from '../../kernel/deadline.ts';
import { problem } from '../../kernel/errors.ts';
import { err, type Result } from '../../kernel/result.ts';

export interface Archive extends Pick<RetryOptions, 'random' | 'now'> {
  readonly fetch: GuardedFetch;
  /** Bases that Endpoints may name. */
  readonly servers: readonly string[];
  /** Base of a DICOMweb service. */
  readonly url?: string | undefined;
  /** Address of an instance, with `{study}`, `{series}` and `{instance}`. */
  readonly template?: string | undefined;
  /** Value of the Authorization header for all of these. */
  readonly authorization?: string | undefined;
  /** Bases of this server itself, which need no authorization. */
  readonly ownBases?: readonly string[];
  /** Of an answer. */
  readonly maxBytes: number;
}

/** What is asked of the first archive that has it. */
export interface ArchiveQuestion<T> {
  /** Bases of DICOMweb services, as Endpoints name them. */
  readonly addresses: readonly string[];
  /** Whether no server of the settings is asked beside them. */
  readonly isOnlyThere?: boolean;
  /** Below a base. */
  readonly path: string;
  /** Whole URLs, for when no base has it. */
  readonly others?: readonly string[];
  readonly accept: string;
  /** Of an answer, beyond which another archive is asked; by default that of the settings, beyond which nobody is. */
  readonly maxBytes?: number;
  /** For all of it, beside the patience with one archive. */
  readonly deadline?: Deadline;
  /** For an answer without content (204); by default the archive does not have it. */
  readonly none?: Result<T>;
  /** An answer with the status 200, from this base; from a whole URL where that is undefined. */
  read(answer: Answer, base: string | undefined): Result<T>;
}

/**
 * Asks the addresses, then the servers of the settings, until one has it. Fails with `image-unavailable`, with
 * `forbidden-server` where no address may be asked, or with `dicom-too-large`.
 */
export type AskArchive = <T>(question: ArchiveQuestion<T>) => Promise<Result<T>>;

/** For one address, to the last byte. */
const PATIENCE_MS = 30_000;

/** Endpoints of one picture that are tried. */
export const MOST_ADDRESSES = 4;

export function openArchive(archive: Archive): AskArchive {
  const { servers, url, template, ownBases = [] } = archive;
  const own = allowList(ownBases);
  const services = allowList([...servers, ...(url ? [url] : [])]);
  const files = allowList(template ? [folderOf(template)] : []);
  const targetOf = ([target, base]: [string, string | undefined]): readonly Target[] => {
    const { authorization } = archive;
    // Of the template only what is filled in here: its folder may be a whole host.
    const allowed = base === undefined ? files : services;
    if (allowed.allows(target)) return [{ target, base, allowed, authorization }];
    return own.allows(target) ? [{ target, base, allowed: own }] : [];
  };
  return async (question) => {
    const { addresses, path, others: whole = [], isOnlyThere } = question;
    const bases = [...addresses.slice(0, MOST_ADDRESSES), ...(url && !isOnlyThere ? [url] : [])];
    const wanted = new Map<string, string | undefined>([
      ...bases.map((base): [string, string] => [`${base.replace(/\/+$/, '')}/${path}`, base]),
      ...whole.map((target): [string, undefined] => [target, undefined]),
    ]);
    let last: Result<never> = wanted.size > 0 ? FORBIDDEN : unavailable(NO_ADDRESS);
    for (const target of [...wanted].flatMap(targetOf)) {
      const answer = await askOne(target, question, archive);
      if (answer.ok || answer.error.code === 'dicom-too-large') return answer;
      last = answer;
    }
    return last;
  };
}

/** What of a template is the same for all instances. */
const folderOf = (template: string): string => template.slice(0, template.indexOf('{')).replace(/[^/]*$/, '');

export const unavailable = (diagnostics: string): Result<never> =>
  err(problem('image-unavailable', { diagnostics }));

const FORBIDDEN: Result<never> = err(
  problem('forbidden-server', {
    message: 'The archive that the record names is not on the list of allowed servers',
    diagnostics: 'an operator allows it in DICOMWEB_SERVERS',
  }),
);

const NO_ADDRESS = 'no Endpoint that can be read names an archive, and the settings of Kairos name none';

interface Target {
  readonly target: string;
  /** Of a DICOMweb service. */
  readonly base: string | undefined;
  readonly allowed: AllowList;
  readonly authorization?: string | undefined;
}

async function askOne<T>(
  { target, base, allowed, authorization }: Target,
  { accept, maxBytes, deadline: latest, none, read }: ArchiveQuestion<T>,
  archive: Archive,
): Promise<Result<T>> {
  const deadline = deadlineIn(Math.min(PATIENCE_MS, latest?.remainingMs() ?? PATIENCE_MS));
  const headers = { accept, ...(authorization ? { authorization } : {}) };
  const request = { url: target, headers, allowed, deadline, maxBytes: maxBytes ?? archive.maxBytes };
  const answer = await withRetries(() => archive.fetch(request), deadline, { ...archive, wait });
  if (!answer.ok) return failed(answer.error, maxBytes !== undefined);
  const { status } = answer.value;
  if (status === 200) return read(answer.value, base);
  if (status === 204 && none) return none;
  return unavailable(STATUSES[status] ?? `the archive answered ${status}`);
}

function failed(failure: FetchFailure, mayBeElsewhere: boolean): Result<never> {
  if (failure === 'private-address') return err(toProblem(failure));
  if (failure !== 'too-large') return unavailable(toProblem(failure).diagnostics ?? '');
  return mayBeElsewhere ? unavailable('its answer is too large') : err(problem('dicom-too-large'));
}

const STATUSES: Readonly<Record<number, string>> = {
  204: 'the archive has nothing of it (204)',
  401: 'the archive refused access (401)',
  403: 'the archive refused access (403)',
  404: 'the archive does not have it (404)',
  406: 'the archive does not give it in the form asked for (406)',
  410: 'the archive does not have it any more (410)',
};
