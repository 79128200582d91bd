/**
 * What the SOP class of an instance says of its modality (PS3.4, table B.5-1), where the series says nothing. Classes
 * that may hold any modality, such as secondary capture, are not among them.
 */
const MODALITIES: ReadonlyMap<string, readonly string[]> = new Map([
  ['1.2.840.10008.5.1.4.1.1.1', ['CR']],
  ['1.2.840.10008.5.1.4.1.1.1.1', ['DX']],
  ['1.2.840.10008.5.1.4.1.1.1.2', ['MG']],
  ['1.2.840.10008.5.1.4.1.1.2', ['CT']],
  ['1.2.840.10008.5.1.4.1.1.3.1', ['US']],
  ['1.2.840.10008.5.1.4.1.1.4', ['MR']],
  ['1.2.840.10008.5.1.4.1.1.6.1', ['US']],
  ['1.2.840.10008.5.1.4.1.1.20', ['NM']],
  ['1.2.840.10008.5.1.4.1.1.128', ['PT']],
]);

/** SOP classes that hold no picture: reports, presentation states, documents, waveforms, key object selections. */
const WITHOUT_PICTURE = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(88|11|104|9|66|481)(\.|$)/;

export const modalitiesOf = (sopClass: string | undefined): readonly string[] =>
  (sopClass === undefined ? undefined : MODALITIES.get(sopClass)) ?? [];

export const hasPicture = (sopClass: string | undefined): boolean =>
  sopClass === undefined || !WITHOUT_PICTURE.test(sopClass);
