import { service } from './service.ts';

/** Base of the DICOMweb service of the test archive. */
export const dicomWeb = (): string => `${service('Orthanc')}/dicom-web`;

/** What Orthanc says of an instance that it was given. */
export interface Loaded {
  readonly id: string;
  readonly study: string;
  readonly series: string;
  readonly instance: string;
  readonly sopClass: string;
  readonly modality: string;
}

const get = async <T>(path: string): Promise<T> => (await fetch(`${service('Orthanc')}${path}`)).json() as T;

/** Stores a DICOM file, in the place of one of the same UIDs; undefined where Orthanc does not take it for one. */
export async function load(file: Uint8Array): Promise<Loaded | undefined> {
  const response = await fetch(`${service('Orthanc')}/instances`, {
    method: 'POST',
    body: new Uint8Array(file),
  });
  if (!response.ok) return undefined;
  const { ID: id } = (await response.json()) as { ID: string };
  const tags = await get<Record<string, string>>(`/instances/${id}/simplified-tags`);
  return {
    id,
    study: tags.StudyInstanceUID ?? '',
    series: tags.SeriesInstanceUID ?? '',
    instance: tags.SOPInstanceUID ?? '',
    sopClass: tags.SOPClassUID ?? '',
    modality: tags.Modality ?? '',
  };
}

export async function remove({ id }: Loaded): Promise<void> {
  await fetch(`${service('Orthanc')}/instances/${id}`, { method: 'DELETE' });
}

/** The ImagingStudy that an EHR would have of it, with the archive as its Endpoint. */
export const studyOf = (loaded: Loaded, patient: string, started: string): Record<string, unknown> => ({
  resourceType: 'ImagingStudy',
  id: `study-${patient}`,
  contained: [
    {
      resourceType: 'Endpoint',
      id: 'archive',
      status: 'active',
      connectionType: {
        system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type',
        code: 'dicom-wado-rs',
      },
      payloadType: [{ text: 'DICOM' }],
      address: dicomWeb(),
    },
  ],
  identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${loaded.study}` }],
  status: 'available',
  subject: { reference: `Patient/${patient}` },
  started,
  endpoint: [{ reference: '#archive' }],
  series: [
    {
      uid: loaded.series,
      modality: { system: 'http://dicom.nema.org/resources/ontology/DCM', code: loaded.modality },
      instance: [
        {
          uid: loaded.instance,
          sopClass: { system: 'urn:ietf:rfc:3986', code: `urn:oid:${loaded.sopClass}` },
        },
      ],
    },
  ],
});
