import { setTimeout as wait } from 'node:timers/promises';
import { type AllowList, allowList } from '../../fhir/client/allow-list.ts';
import { toProblem } from '../../fhir/client/failures.ts';
import type { GuardedFetch } from '../../fhir/client/guarded-fetch.ts';
import { type RetryOptions, withRetries } from '../../fhir/client/retry.ts';
import type { Answer } from '../../fhir/client/send.ts';
import { deadlineIn } from '../../kernel/deadline.ts';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { partsOf } from './multipart.ts';

/** An instance, by its UIDs. */
export interface InstanceUids {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
}

/**
 * Fetches the DICOM file of an instance from the first of the addresses, else the servers of the settings, that has it.
 * Fails with `image-unavailable`, with `forbidden-server` where no address may be asked, or with `dicom-too-large`.
 *
 * @param addresses bases of DICOMweb services, as Endpoints name them
 */
export type FetchPicture = (uids: InstanceUids, addresses: readonly string[]) => Promise<Result<Uint8Array>>;

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

/** For one address, to the last byte. */
const PATIENCE_MS = 30_000;

/** Endpoints of one picture that are tried. */
const MOST_ADDRESSES = 4;

export function createPictureFetch(archive: Archive): FetchPicture {
  const { servers, url, template, ownBases = [] } = archive;
  const own = allowList(ownBases);
  const others = allowList([...servers, ...(url ? [url] : []), ...(template ? [folderOf(template)] : [])]);
  return async (uids, addresses) => {
    if (!Object.values(uids).every((uid) => UID.test(uid)))
      return unavailable('the record names no valid UIDs');
    const bases = [...addresses.slice(0, MOST_ADDRESSES), ...(url ? [url] : [])];
    const wanted = [
      ...bases.map((base) => wadoUrl(base, uids)),
      ...(template ? [filled(template, uids)] : []),
    ];
    const targets = [...new Set(wanted)].flatMap((target) => {
      if (others.allows(target)) return [{ target, allowed: others, authorization: archive.authorization }];
      return own.allows(target) ? [{ target, allowed: own }] : [];
    });
    if (targets.length === 0) return refused(wanted.length > 0);
    let last: Result<Uint8Array> = refused(true);
    for (const one of targets) {
      last = await fetchFrom(one, archive);
      if (last.ok || last.error.code === 'dicom-too-large') return last;
    }
    return last;
  };
}

/** PS3.5, chapter 9. Nothing else enters a URL. */
const UID = /^(?=.{3,64}$)\d+(\.\d+)+$/;

/** PS3.18, 10.4: Retrieve Instance. */
const wadoUrl = (base: string, { study, series, instance }: InstanceUids): string =>
  `${base.replace(/\/+$/, '')}/studies/${study}/series/${series}/instances/${instance}`;

const filled = (template: string, uids: InstanceUids): string =>
  template.replace(/\{(study|series|instance)\}/g, (_, name: keyof InstanceUids) => uids[name]);

/** What of a template is the same for all instances. */
const folderOf = (template: string): string => template.slice(0, template.indexOf('{')).replace(/[^/]*$/, '');

const unavailable = (diagnostics: string): Result<never> =>
  err(problem('image-unavailable', { diagnostics }));

const refused = (isNamed: boolean): Result<never> =>
  isNamed
    ? err(
        problem('forbidden-server', {
          message: NOT_ALLOWED,
          diagnostics: 'an operator allows it in DICOMWEB_SERVERS',
        }),
      )
    : unavailable(NO_ADDRESS);

const NO_ADDRESS =
  'no address of an archive is known: the Endpoint of the study comes along with it or is read from fhirServer, or DICOMWEB_URL is set';

const NOT_ALLOWED = 'The archive that the record names is not on the list of allowed servers';

interface Target {
  readonly target: string;
  readonly allowed: AllowList;
  readonly authorization?: string | undefined;
}

/** As it is stored, whatever its transfer syntax: the decoder knows them all. */
const ACCEPT =
  'multipart/related; type="application/dicom"; transfer-syntax=*, application/dicom; transfer-syntax=*; q=0.9';

async function fetchFrom(
  { target, allowed, authorization }: Target,
  archive: Archive,
): Promise<Result<Uint8Array>> {
  const deadline = deadlineIn(PATIENCE_MS);
  const headers = { accept: ACCEPT, ...(authorization ? { authorization } : {}) };
  const request = { url: target, headers, allowed, deadline, maxBytes: archive.maxBytes };
  const answer = await withRetries(() => archive.fetch(request), deadline, { ...archive, wait });
  if (answer.ok) return fileOf(answer.value);
  if (answer.error === 'too-large') return err(problem('dicom-too-large'));
  if (answer.error === 'private-address') return err(toProblem(answer.error));
  return unavailable(toProblem(answer.error).diagnostics ?? '');
}

const STATUSES: Readonly<Record<number, string>> = {
  401: 'the archive refused access (401)',
  403: 'the archive refused access (403)',
  404: 'the archive does not have it (404)',
  406: 'the archive does not give the file as it is (406)',
  410: 'the archive does not have it any more (410)',
};

/** The one file of an answer: as a part, or as the whole of it. */
function fileOf({ status, contentType, body }: Answer): Result<Uint8Array> {
  if (status !== 200) return unavailable(STATUSES[status] ?? `the archive answered ${status}`);
  if (/^multipart\//i.test(contentType)) {
    const parts = partsOf(body, contentType);
    if (!parts.ok) return parts;
    const file = parts.value.find(({ type }) => FILE.test(type));
    return file ? ok(file.body) : unavailable('the archive sent no DICOM file');
  }
  return FILE.test(contentType) ? ok(body) : unavailable('the archive sent no DICOM file');
}

/** Parts and answers need not say what they are. */
const FILE = /^$|^application\/(dicom|octet-stream)\s*(;|$)/i;
