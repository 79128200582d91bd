import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Endpoint } from '@medplum/fhirtypes';
import { problem } from '../../kernel/errors.ts';
import { type FhirHandler, parseUrl, refuse } from '../../kernel/fhir-http.ts';

/** The Endpoint of the demo's archive, to which the ImagingStudies of demo patients refer. */
export const demoArchive = (address: string): Endpoint => ({
  resourceType: 'Endpoint',
  id: 'demo-archive',
  status: 'active',
  connectionType: {
    system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type',
    code: 'dicom-wado-rs',
    display: 'DICOM WADO-RS',
  },
  name: 'Archive of the demo',
  payloadType: [{ text: 'DICOM' }],
  payloadMimeType: ['application/dicom'],
  address,
});

/** `/studies/…/series/…/instances/…` (PS3.18, 10.4). */
const UID = /^\d+(\.\d+)+$/;

const BOUNDARY = 'demo-archive-part';

/** The archive of the demo: just enough of DICOMweb to give one instance, as `<SOP Instance UID>.dcm` of a folder. */
export const createDemoArchive =
  (directory: string): FhirHandler =>
  async ({ method, url }) => {
    if (method !== 'GET' && method !== 'HEAD')
      return refuse(problem('method-not-allowed'), { Allow: 'GET, HEAD' });
    const [studies, , series, , instances, uid = '', ...more] = parseUrl(url)?.path ?? [];
    const isInstance = studies === 'studies' && series === 'series' && instances === 'instances';
    if (!isInstance || more.length > 0 || !UID.test(uid)) return refuse(problem('not-found'));
    const file = await readFile(join(directory, `${uid}.dcm`)).catch(() => undefined);
    if (!file) return refuse(problem('not-found'));
    return {
      status: 200,
      headers: { 'Content-Type': `multipart/related; type="application/dicom"; boundary=${BOUNDARY}` },
      body: Buffer.concat([
        Buffer.from(`--${BOUNDARY}\r\nContent-Type: application/dicom\r\n\r\n`),
        file,
        Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
      ]),
    };
  };
