import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { openOutbound } from '../../../src/fhir/client/guarded-fetch.ts';
import type { Archive } from '../../../src/jobs/imaging/archive.ts';
import { createPictureFetch } from '../../../src/jobs/imaging/wado.ts';
import { answering, archive, archiveSettings } from './archive-server.ts';

const UIDS = { study: '1.2.3', series: '1.2.3.4', instance: '1.2.3.4.5' };
const PATH = '/dicom-web/studies/1.2.3/series/1.2.3.4/instances/1.2.3.4.5';

const fetching = (options: Partial<Archive> = {}) => createPictureFetch(archiveSettings(options));

const multipart: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'multipart/related; type="application/dicom"; boundary=b' });
  response.end('--b\r\nContent-Type: application/dicom\r\n\r\nthe file\r\n--b--');
};

const outcome = (result: Awaited<ReturnType<ReturnType<typeof fetching>>>) =>
  result.ok ? Buffer.from(result.value).toString() : [result.error.code, result.error.diagnostics];

describe('a picture', () => {
  it('comes by WADO-RS from the Endpoint of the record, as it is stored', async () => {
    const { base, asked } = await archive(multipart);
    const fetchPicture = fetching({ servers: [base], authorization: 'Basic abc' });
    expect(outcome(await fetchPicture(UIDS, [`${base}/`]))).toBe('the file');
    expect(asked.map(({ url }) => url)).toEqual([PATH]);
    expect(asked[0]?.headers).toMatchObject({ authorization: 'Basic abc' });
    expect(asked[0]?.headers.accept).toContain(
      'multipart/related; type="application/dicom"; transfer-syntax=*',
    );
  });

  it('comes from the configured server where the record names none', async () => {
    const { base } = await archive(multipart);
    expect(outcome(await fetching({ url: base })(UIDS, []))).toBe('the file');
  });

  it('comes from the address of single files', async () => {
    const { base, asked } = await archive(answering(200, 'plain', 'application/dicom; transfer-syntax=1.2'));
    const fetchPicture = fetching({ template: `${base}/x/{study}/{series}/{instance}.dcm?a={instance}` });
    expect(outcome(await fetchPicture(UIDS, []))).toBe('plain');
    expect(asked.map(({ url }) => url)).toEqual(['/dicom-web/x/1.2.3/1.2.3.4/1.2.3.4.5.dcm?a=1.2.3.4.5']);
  });

  it('comes from the next address where the first does not have it', async () => {
    const [without, having] = [await archive(answering(404)), await archive(multipart)];
    const fetchPicture = fetching({ servers: [without.base], url: having.base });
    expect(outcome(await fetchPicture(UIDS, [without.base]))).toBe('the file');
    expect(without.asked).toHaveLength(1);
  });

  it('may come without a type', async () => {
    const { base } = await archive(answering(200, 'bare'));
    expect(outcome(await fetching({ url: base })(UIDS, []))).toBe('bare');
  });

  it('is asked for again where the archive is busy', async () => {
    let calls = 0;
    const { base } = await archive((request, response) => {
      calls++;
      return calls === 1 ? response.writeHead(503).end() : multipart(request, response);
    });
    expect(outcome(await fetching({ url: base })(UIDS, []))).toBe('the file');
  });
});

describe('an address', () => {
  it('that is not allowed is not asked, and nothing is sent there', async () => {
    const { base, asked } = await archive(multipart);
    const fetchPicture = fetching({ servers: [`${base}/elsewhere`], authorization: 'secret' });
    expect(outcome(await fetchPicture(UIDS, [base, `${base}/elsewhere/%2e%2e`]))).toEqual([
      'forbidden-server',
      'an operator allows it in DICOMWEB_SERVERS',
    ]);
    expect(asked).toEqual([]);
  });

  it('of single files allows no Endpoint in their folder', async () => {
    const { base, asked } = await archive(multipart);
    const template = `${base}/wado?object={instance}`;
    const fetchPicture = fetching({
      template,
      servers: ['https://pacs.example/dicom-web'],
      authorization: 'secret',
    });
    expect(outcome(await fetchPicture(UIDS, [base, `${base}/payroll`]))).toBe('the file');
    expect(asked.map(({ url }) => url)).toEqual(['/dicom-web/wado?object=1.2.3.4.5']);
  });

  it('that is not allowed gives way to the configured server', async () => {
    const [hostile, own] = [await archive(multipart), await archive(multipart)];
    expect(outcome(await fetching({ url: own.base })(UIDS, [hostile.base]))).toBe('the file');
    expect(hostile.asked).toEqual([]);
  });

  it('in a private network that no setting names is not asked', async () => {
    const { base, asked } = await archive(multipart);
    const { fetch } = openOutbound({ privateNetworks: [] });
    const result = await fetching({ url: base, fetch })(UIDS, []);
    expect(result).toMatchObject({ ok: false, error: { code: 'forbidden-server' } });
    expect(asked).toEqual([]);
  });

  it('of Kairos itself gets no authorization', async () => {
    const { base, asked } = await archive(multipart);
    const fetchPicture = fetching({ ownBases: [base], authorization: 'secret' });
    expect(outcome(await fetchPicture(UIDS, [base]))).toBe('the file');
    expect(asked[0]?.headers.authorization).toBeUndefined();
  });

  it('cannot be had where nobody names one', async () => {
    expect(outcome(await fetching()(UIDS, []))).toEqual([
      'image-unavailable',
      'no Endpoint that can be read names an archive, and the settings of Kairos name none',
    ]);
  });

  it.each(['1.2/../3', '1.2?x', '..', '', '1.2 3', `1.${'2'.repeat(70)}`])(
    'is not made of a UID that is none: %s',
    async (instance) => {
      const { base, asked } = await archive(multipart);
      expect(outcome(await fetching({ url: base })({ ...UIDS, instance }, []))).toEqual([
        'image-unavailable',
        'the record names no valid UIDs',
      ]);
      expect(asked).toEqual([]);
    },
  );
});

describe('an archive', () => {
  it.each([
    ['that refuses', answering(401), 'refused access (401)'],
    ['that does not have it', answering(404), 'does not have it (404)'],
    ['that fails', answering(500, 'secret of the patient'), 'answered 500'],
    ['that answers part of it', answering(206, 'x', 'application/dicom'), 'answered 206'],
    ['that sends a page', answering(200, '<html>', 'text/html'), 'sent no DICOM file'],
    [
      'that sends JSON parts',
      answering(
        200,
        '--b\r\nContent-Type: application/json\r\n\r\n{}\r\n--b--',
        'multipart/related; boundary=b',
      ),
      'sent no DICOM file',
    ],
    ['that breaks off', answering(200, '--b\r\n\r\nhalf', 'multipart/related; boundary=b'), 'breaks off'],
    [
      'that redirects',
      (_: unknown, r: Parameters<RequestListener>[1]) => r.writeHead(302, { location: '/x' }).end(),
      'redirect',
    ],
  ] satisfies [string, RequestListener, string][])('%s is said to', async (_, answer, why) => {
    const { base } = await archive(answer);
    const result = await fetching({ url: base })(UIDS, []);
    expect(result).toMatchObject({ ok: false, error: { code: 'image-unavailable' } });
    expect(outcome(result)[1]).toContain(why);
  });

  it('that sends too much is cut off', async () => {
    const { base } = await archive(answering(200, 'x'.repeat(1_001), 'application/dicom'));
    expect(outcome(await fetching({ url: base })(UIDS, []))[0]).toBe('dicom-too-large');
  });

  it('that is not there is said to be', async () => {
    const { base, close } = await archive(multipart);
    close();
    expect(outcome(await fetching({ url: base })(UIDS, []))).toEqual([
      'image-unavailable',
      'the server could not be reached',
    ]);
  });
});
