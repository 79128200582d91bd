/** UIDs of a made-up study. */
export const STUDY = '1.2.826.0.1.3680043.8.498.1';
export const SERIES = '1.2.826.0.1.3680043.8.498.1.1';
export const INSTANCE = '1.2.826.0.1.3680043.8.498.1.1.1';

/** A chest film of yesterday evening, as an R4 ImagingStudy. */
export const chestStudy = (rest: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  resourceType: 'ImagingStudy',
  id: 'study-1',
  identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${STUDY}` }],
  status: 'available',
  subject: { reference: 'Patient/p' },
  started: '2026-11-22T18:00:00Z',
  endpoint: [{ reference: 'Endpoint/pacs' }],
  series: [chestSeries()],
  ...rest,
});

export const chestSeries = (rest: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  uid: SERIES,
  modality: { system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'DX' },
  bodySite: { system: 'http://snomed.info/sct', code: '51185008', display: 'Thoracic structure' },
  instance: [chestInstance()],
  ...rest,
});

export const chestInstance = (rest: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  uid: INSTANCE,
  sopClass: { system: 'urn:ietf:rfc:3986', code: 'urn:oid:1.2.840.10008.5.1.4.1.1.1.1' },
  number: 1,
  title: 'PA',
  ...rest,
});

export const pacs = (rest: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  resourceType: 'Endpoint',
  id: 'pacs',
  status: 'active',
  connectionType: {
    system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type',
    code: 'dicom-wado-rs',
  },
  payloadType: [{ text: 'DICOM' }],
  address: 'https://pacs.example/dicom-web',
  ...rest,
});
