import { type Fields, isObject } from '../kernel/json-object.ts';

/** Where pictures are: the address of a DICOMweb service, or the reference of an Endpoint that is still to be read. */
export type ImagingEndpoint =
  | { readonly kind: 'wado-rs'; readonly address: string }
  | { readonly kind: 'unread'; readonly reference: string };

/** Code of http://terminology.hl7.org/CodeSystem/endpoint-connection-type. */
const WADO_RS = 'dicom-wado-rs';

/** Longer than any reference or address in use. */
const MOST_CHARACTERS = 2_000;

/** What is known of a reference to an Endpoint: nothing where it is of another kind, or out of use. */
export function resolveEndpoint(reference: string, resource: Fields | undefined): readonly ImagingEndpoint[] {
  if (reference.length > MOST_CHARACTERS) return [];
  if (resource === undefined) return reference.startsWith('#') ? [] : [{ kind: 'unread', reference }];
  const address = wadoAddress(resource);
  return address === undefined ? [] : [{ kind: 'wado-rs', address }];
}

/** The address of an Endpoint (R4) from which pictures come by WADO-RS; undefined for any other resource. */
export function wadoAddress(resource: unknown): string | undefined {
  if (!isObject(resource) || resource.resourceType !== 'Endpoint') return undefined;
  const { status = 'active', connectionType, address } = resource;
  const isWado = isObject(connectionType) && connectionType.code === WADO_RS;
  return isWado && status === 'active' && isBase(address) ? address : undefined;
}

/** Whether paths can be put to its end. */
const isBase = (address: unknown): address is string =>
  typeof address === 'string' && address.length <= MOST_CHARACTERS && !/[?#]/.test(address);
