import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDemoArchive } from '../../../src/fhir/demo/index.ts';
import { partsOf } from '../../../src/jobs/imaging/multipart.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { client, problemOf } from '../api/server.ts';

const DIRECTORY = resolve(import.meta.dirname, '../../../demo/dicom');
const UID = '2.25.46006649945081166056324011545839812393';

const archive = client(createDemoArchive(DIRECTORY), 'http://127.0.0.1:8080/demo/dicom-web');

describe('the archive of the demo', () => {
  it('gives the file of an instance as one part', async () => {
    const asked = archive.get(`studies/1.2/series/1.3/instances/${UID}`).responseType('blob');
    const answer = await asked.expect(200);
    const parts = unwrap(partsOf(answer.body, answer.headers['content-type'] ?? ''));
    expect(parts.map(({ type }) => type)).toEqual(['application/dicom']);
    expect(Buffer.compare(parts[0]!.body, readFileSync(resolve(DIRECTORY, `${UID}.dcm`)))).toBe(0);
  });

  it.each([
    'studies/1.2/series/1.3/instances/1.2.3',
    `studies/1.2/series/1.3/instances/${UID}/rendered`,
    `studies/1.2/series/1.3/instances/..%2F..%2Fpackage`,
    `studies/1.2/instances/1.3/series/${UID}`,
    'studies',
    '',
  ])('has nothing at "%s"', async (path) => {
    expect(problemOf((await archive.get(path).expect(404)).body).code).toBe('not-found');
  });

  it('is only read', async () => {
    const answer = await archive.send('post', `studies/1.2/series/1.3/instances/${UID}`).expect(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
  });
});
