import { DICOM_UID } from '../../chart/imaging.ts';
import type { Answer } from '../../fhir/client/send.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { type Archive, openArchive, unavailable } from './archive.ts';
import { partsOf } from './multipart.ts';

/** An instance, by its UIDs. */
export interface InstanceUids {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
}

/**
 * Fetches the DICOM file of an instance from the first of the addresses, else the servers of the settings, that has it.
 * Fails as `AskArchive` does.
 *
 * @param addresses bases of DICOMweb services, as Endpoints name them
 */
export type FetchPicture = (uids: InstanceUids, addresses: readonly string[]) => Promise<Result<Uint8Array>>;

/** As it is stored, whatever its transfer syntax: the decoder knows them all. */
const ACCEPT =
  'multipart/related; type="application/dicom"; transfer-syntax=*, application/dicom; transfer-syntax=*; q=0.9';

export function createPictureFetch(archive: Archive): FetchPicture {
  const ask = openArchive(archive);
  const { template } = archive;
  return async (uids, addresses) => {
    // Nothing else enters a URL.
    if (!Object.values(uids).every((uid) => DICOM_UID.test(uid)))
      return unavailable('the record names no valid UIDs');
    const others = template ? [filled(template, uids)] : [];
    return ask({ addresses, path: pathOf(uids), others, accept: ACCEPT, read: fileOf });
  };
}

/** PS3.18, 10.4: Retrieve Instance. */
const pathOf = ({ study, series, instance }: InstanceUids): string =>
  `studies/${study}/series/${series}/instances/${instance}`;

const filled = (template: string, uids: InstanceUids): string =>
  template.replace(/\{(study|series|instance)\}/g, (_, name: keyof InstanceUids) => uids[name]);

/** The one file of an answer: as a part, or as the whole of it. */
function fileOf({ contentType, body }: Answer): Result<Uint8Array> {
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
