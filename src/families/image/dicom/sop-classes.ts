/** Kinds of DICOM objects that hold no image, so that an error can call them by name. */
const NAMES: readonly (readonly [prefix: string, name: string])[] = [
  ['1.2.840.10008.1.3.10', 'a media directory (DICOMDIR)'],
  ['1.2.840.10008.5.1.4.1.1.88', 'a structured report (SR)'],
  ['1.2.840.10008.5.1.4.1.1.9', 'a waveform'],
  ['1.2.840.10008.5.1.4.1.1.11', 'a presentation state'],
  ['1.2.840.10008.5.1.4.1.1.104', 'an encapsulated document'],
  ['1.2.840.10008.5.1.4.1.1.66', 'raw data, a registration or fiducials'],
  ['1.2.840.10008.5.1.4.1.1.481.3', 'a radiotherapy structure set'],
  ['1.2.840.10008.5.1.4.1.1.481.5', 'a radiotherapy plan'],
  ['1.2.840.10008.5.1.4.1.1.481', 'a radiotherapy object'],
];

/** `a structured report (SR), SOP class 1.2.840...` */
export function sopClassWords(uid: string | undefined): string {
  if (uid === undefined) return 'an object without a SOP class';
  const name = NAMES.find(([prefix]) => uid === prefix || uid.startsWith(`${prefix}.`))?.[1];
  return name ? `${name}, SOP class ${uid}` : `SOP class ${uid}`;
}
