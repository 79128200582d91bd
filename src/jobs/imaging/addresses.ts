import { wadoAddress } from '../../chart/endpoint.ts';
import type { ImagingEndpoint } from '../../chart/imaging.ts';
import type { Result } from '../../kernel/result.ts';
import { MOST_ADDRESSES } from './archive.ts';

/** Reads an Endpoint that did not come along, by its reference. */
export type ReadFhir = (reference: string) => Promise<Result<unknown>>;

/** Bases of DICOMweb services. */
export interface Addresses {
  readonly bases: readonly string[];
  /** Whether all Endpoints that could be read were. */
  readonly isWhole: boolean;
}

/** Addresses of the first few Endpoints, those that are still to be read included; one that cannot be read is passed over. */
export async function addressesOf(
  endpoints: readonly ImagingEndpoint[],
  readFhir: ReadFhir | undefined,
): Promise<Addresses> {
  const found = await Promise.all(
    firstOf(endpoints).map(async (endpoint) => {
      if (endpoint.kind === 'wado-rs') return { base: endpoint.address, isRead: true };
      const read = await readFhir?.(endpoint.reference);
      return { base: read?.ok ? wadoAddress(read.value) : undefined, isRead: read?.ok ?? true };
    }),
  );
  return {
    bases: [...new Set(found.flatMap(({ base }) => base ?? []))],
    isWhole: found.every(({ isRead }) => isRead),
  };
}

/** Says where pictures are asked for: where one was not to be had says nothing of another place, nor of an Endpoint that can now be read. */
export const placeOf = (endpoints: readonly ImagingEndpoint[], readFhir: ReadFhir | undefined): string =>
  [readFhir !== undefined, ...firstOf(endpoints).map(nameOf)].join('|');

/** Those that are asked. */
const firstOf = (endpoints: readonly ImagingEndpoint[]): readonly ImagingEndpoint[] =>
  [...new Map(endpoints.map((endpoint) => [nameOf(endpoint), endpoint])).values()].slice(0, MOST_ADDRESSES);

const nameOf = (endpoint: ImagingEndpoint): string =>
  endpoint.kind === 'wado-rs' ? endpoint.address : endpoint.reference;

/** The archive that is asked first, a lane of the queues: one that hangs holds up no other. Empty: that of the settings. */
export const archiveOf = ([first]: readonly string[]): string => URL.parse(first ?? '')?.origin ?? '';
