import { describe, expect, it } from 'vitest';
import { service } from './service.ts';

/** The footing of the imaging tests: a real archive with DICOMweb. */
describe('Orthanc of scripts/services.sh', () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${service('Orthanc')}${path}`, { headers });

  it('is the test archive, not another that happens to run here', async () => {
    const system = await (await get('/system')).json();
    expect(system).toMatchObject({ Name: 'kairos-test', DicomAet: 'ORTHANC' });
  });

  it('answers a DICOMweb study search with DICOM JSON', async () => {
    const response = await get('/dicom-web/studies', { accept: 'application/dicom+json' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/dicom\+json/);
    expect(await response.json()).toBeInstanceOf(Array);
  });

  it('says 404 for a study it does not have', async () => {
    expect((await get('/dicom-web/studies/1.2.3.4/metadata')).status).toBe(404);
  });
});
