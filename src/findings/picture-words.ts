import type { Reference } from '@medplum/fhirtypes';
import { conceptOf } from '../chart/catalogue.ts';
import { formatDate, formatValue } from '../chart/wording.ts';
import type { Evidence, UsedInput } from '../kernel/evidence.ts';
import { escapeMarkdown } from './markdown.ts';

/** The picture that an answer is about; undefined for answers from values. */
export const pictureOf = ({ used }: Evidence): UsedInput | undefined =>
  used.find(({ concept }) => conceptOf(concept).kind === 'image');

const OID = 'urn:oid:';

/** A SOP Instance UID as a URI (DICOM PS3.5, 9: UIDs are ISO OIDs; RFC 3061). */
export const instanceUri = (instance: string): string => OID + instance;

export const instanceOfUri = (uri: string): string | undefined =>
  uri.startsWith(OID) ? uri.slice(OID.length) : undefined;

/**
 * The picture itself, where its UID is known: an instance is no resource, and FHIR names it by its UID (R4,
 * ImagingStudy, "DICOM UIDs as identifiers").
 */
export function instanceReferences({ evidence }: { readonly evidence: Evidence }): Reference[] {
  const picture = pictureOf(evidence);
  if (!picture?.instance) return [];
  const identifier = { system: 'urn:dicom:uid', value: instanceUri(picture.instance) };
  return [{ identifier, display: pictureWords(picture) }];
}

/** "DX PA of 3 Mar 2026" */
export const pictureWords = (picture: UsedInput): string =>
  [formatValue(picture), picture.date ? formatDate(picture.date) : ''].filter(Boolean).join(' of ');

/** What a heat map is, wherever one is shown. */
export const HEAT_MAP_IS = 'it shows where the network looked and is no outline of disease';

/** "Looked at: DX PA of 3 Mar 2026. Heat map: warmest in the lower left of the picture; it shows ...": empty without one. */
export function pictureLine(evidence: Evidence, heatMap?: string): string {
  const picture = pictureOf(evidence);
  if (!picture) return '';
  const shown = `Looked at: ${escapeMarkdown(pictureWords(picture))}.`;
  return heatMap ? `${shown} Heat map: ${escapeMarkdown(heatMap)}; ${HEAT_MAP_IS}.` : shown;
}
