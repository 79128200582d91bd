import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createInstanceList } from '../../../src/jobs/imaging/qido.ts';
import { answering, archive, archiveSettings } from './archive-server.ts';

const STUDY = '1.2.3';

const instance = (series: string, uid: string, rest: Readonly<Record<string, unknown>> = {}) => ({
  '00080018': { vr: 'UI', Value: [uid] },
  '0020000E': { vr: 'UI', Value: [series] },
  ...rest,
});

const text = (value: unknown) => ({ vr: 'CS', Value: [value] });

async function listed(body: unknown, status = 200) {
  const sent = typeof body === 'string' ? body : JSON.stringify(body);
  const { base, asked } = await archive(answering(status, sent, 'application/dicom+json'));
  const list = createInstanceList(archiveSettings({ url: base }));
  const result = await list(STUDY, []);
  return { asked, value: result.ok ? result.value : [result.error.code, result.error.diagnostics] };
}

describe('the instances of a study', () => {
  it('are asked for with what pictures are chosen by, and come in their series', async () => {
    const { asked, value } = await listed([
      instance('1.2.3.1', '1.2.3.1.1', {
        '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.1.1'] },
        '00080060': text('DX'),
        '0008103E': text('Chest PA '),
        '00180015': text('CHEST'),
        '00185101': text('PA'),
        '00200013': { vr: 'IS', Value: [1] },
      }),
      instance('1.2.3.2', '1.2.3.2.1', { '00080060': text('SR') }),
      instance('1.2.3.1', '1.2.3.1.2', { '00185101': { vr: 'CS' }, '00200013': text('2') }),
    ]);
    expect(asked[0]?.headers.accept).toBe('application/dicom+json');
    const url = new URL(asked[0]?.url ?? '', 'http://archive');
    expect(url.pathname).toBe('/dicom-web/studies/1.2.3/instances');
    expect(url.searchParams.getAll('includefield')).toEqual(
      expect.arrayContaining(['00080016', '00080060', '00180015', '00185101']),
    );
    expect(value).toEqual([
      {
        uid: '1.2.3.1',
        modality: 'DX',
        description: 'Chest PA',
        bodySite: { code: 'CHEST' },
        endpoints: [],
        instances: [
          { uid: '1.2.3.1.1', sopClass: '1.2.840.10008.5.1.4.1.1.1.1', number: 1, title: 'PA' },
          { uid: '1.2.3.1.2', number: 2, title: undefined },
        ],
      },
      {
        uid: '1.2.3.2',
        modality: 'SR',
        description: undefined,
        endpoints: [],
        instances: [{ uid: '1.2.3.2.1', title: undefined }],
      },
    ]);
  });

  it('are read from what Orthanc answers', async () => {
    const recorded = readFileSync(resolve(import.meta.dirname, 'recorded/instances.http'), 'utf8');
    const { value } = await listed(recorded.slice(recorded.indexOf('[')));
    expect(value).toEqual([
      expect.objectContaining({
        modality: 'DX',
        bodySite: { code: 'CHEST' },
        instances: [
          expect.objectContaining({ uid: '2.25.46006649945081166056324011545839812393', title: 'AP' }),
        ],
      }),
    ]);
  });

  it('may be none', async () => {
    expect((await listed([])).value).toEqual([]);
  });

  it.each([
    ['what is no UID', [instance('x', '1.2.3.1'), instance('1.2.3.1', '../..'), {}]],
    ['values of another kind', [instance('1.2.3.1', '1.2.3', { '0020000E': { Value: [{ a: 1 }] } })]],
    ['attributes that are none', [{ '00080018': '1.2.3', '0020000E': null }]],
  ])('are without %s', async (_, body) => {
    const { value } = await listed(body);
    expect(JSON.stringify(value)).not.toContain('..');
    expect(value.flatMap((one) => (typeof one === 'object' ? one.instances : []))).toEqual([]);
  });

  it.each([
    ['no JSON', '<html>'],
    ['no list', {}],
    ['a list of something else', [1]],
  ])('are not known where the archive sends %s', async (_, body) => {
    expect((await listed(body)).value).toEqual([
      'image-unavailable',
      'the archive sent no list of instances',
    ]);
  });

  it.each([
    [404, 'the archive does not have it (404)'],
    [204, 'the archive has nothing of it (204)'],
    [500, 'the archive answered 500'],
  ])('are not known where it answers %i', async (status, why) => {
    expect((await listed('', status)).value).toEqual(['image-unavailable', why]);
  });

  it('are not read beyond 4 MiB', async () => {
    expect((await listed(`[${' '.repeat(4 * 2 ** 20)}]`)).value).toEqual(['dicom-too-large', undefined]);
  });

  it('of a study whose UID is none are not asked for', async () => {
    const { base, asked } = await archive(answering(200, '[]'));
    const result = await createInstanceList(archiveSettings({ url: base }))('1.2/../3', []);
    expect(result).toMatchObject({ ok: false, error: { code: 'image-unavailable' } });
    expect(asked).toEqual([]);
  });
});
