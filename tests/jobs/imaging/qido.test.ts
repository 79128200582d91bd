import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createInstanceList } from '../../../src/jobs/imaging/qido.ts';
import { answering, archive, archiveSettings } from './archive-server.ts';

/** Of the recorded answer. */
const STUDY = '2.25.106370369628232919908185652425152737618';

const NOTHING = ['image-unavailable', 'the archive lists nothing of the study'];

const instance = (series: string, uid: string, rest: Readonly<Record<string, unknown>> = {}) => ({
  '00080018': { vr: 'UI', Value: [uid] },
  '0020000E': { vr: 'UI', Value: [series] },
  ...rest,
});

const text = (value: unknown) => ({ vr: 'CS', Value: [value] });

/** What an archive lists that answers each page in turn, the last one again and again. */
async function listed(...pages: readonly unknown[]) {
  const answers = pages.map((page) => (typeof page === 'string' ? page : JSON.stringify(page)));
  let calls = 0;
  const { base, asked } = await archive((request, response) => {
    const body = answers[Math.min(calls++, answers.length - 1)]!;
    answering(200, body, 'application/dicom+json')(request, response);
  });
  return { asked, value: await seriesFrom(base) };
}

async function seriesFrom(...bases: readonly string[]) {
  const result = await createInstanceList(archiveSettings({ servers: bases }))(STUDY, bases);
  return result.ok ? result.value : [result.error.code, result.error.diagnostics];
}

const uidsIn = (value: Awaited<ReturnType<typeof seriesFrom>>) =>
  value.flatMap((one) => (typeof one === 'object' ? one.instances.map(({ uid }) => uid) : []));

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
    expect(url.pathname).toBe(`/dicom-web/studies/${STUDY}/instances`);
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

  it('come page after page, each once, in the order of their numbers', async () => {
    const numbered = (uid: string, number: number, series = 1) =>
      instance(`1.2.3.${series}`, uid, {
        '00200011': { vr: 'IS', Value: [series] },
        '00200013': { vr: 'IS', Value: [number] },
      });
    const { asked, value } = await listed(
      [numbered('1.2.3.2.1', 1, 2), numbered('1.2.3.1.10', 10)],
      [numbered('1.2.3.1.2', 2), numbered('1.2.3.1.9', 9), numbered('1.2.3.1.0', 0.5)],
      [],
    );
    expect(uidsIn(value)).toEqual(['1.2.3.1.2', '1.2.3.1.9', '1.2.3.1.10', '1.2.3.1.0', '1.2.3.2.1']);
    const offsets = asked.map(({ url }) => new URL(url ?? '', 'http://archive').searchParams.get('offset'));
    expect(offsets).toEqual(['0', '2', '5']);
  });

  it('come once from an archive that knows no pages, and from one that ends with no content', async () => {
    const one = [instance('1.2.3.1', '1.2.3.1.1')];
    const again = await listed(one);
    expect([uidsIn(again.value), again.asked.length]).toEqual([['1.2.3.1.1'], 2]);
    let calls = 0;
    const { base } = await archive((request, response) =>
      (calls++ === 0 ? answering(200, JSON.stringify(one)) : answering(204))(request, response),
    );
    expect(uidsIn(await seriesFrom(base))).toEqual(['1.2.3.1.1']);
  });

  it('come from the next archive where the first has none, all pages of them', async () => {
    const none = await archive(answering(200, '[]'));
    const pages = ['1.2.3.1.1', '1.2.3.1.2', '1.2.3.1.3'].map((uid) =>
      JSON.stringify([instance('1.2.3.1', uid)]),
    );
    let calls = 0;
    const some = await archive((request, response) =>
      answering(200, pages[calls++] ?? '[]')(request, response),
    );
    expect(uidsIn(await seriesFrom(none.base, some.base))).toEqual(['1.2.3.1.1', '1.2.3.1.2', '1.2.3.1.3']);
    expect(none.asked).toHaveLength(1);
  });

  it('are not known where a later page fails, though another archive has some', async () => {
    let calls = 0;
    const failing = await archive((request, response) =>
      (calls++ === 0 ? answering(200, JSON.stringify([instance('1.2.3.1', '1.2.3.1.1')])) : answering(500))(
        request,
        response,
      ),
    );
    const other = await archive(answering(200, JSON.stringify([instance('1.2.3.1', '1.2.3.1.2')])));
    expect(await seriesFrom(failing.base, other.base)).toEqual([
      'image-unavailable',
      'the archive answered 500',
    ]);
  });

  it('are not known where pages overlap, or come in too many', async () => {
    const [one, two, three] = ['1.2.3.1.1', '1.2.3.1.2', '1.2.3.1.3'].map((uid) => instance('1.2.3.1', uid));
    expect((await listed([one, two], [two, three], [])).value).toEqual([
      'image-unavailable',
      'the pages of the archive overlap',
    ]);
    const many = Array.from({ length: 50 }, (_, i) => [instance('1.2.3.1', `1.2.3.1.${i}`)]);
    expect((await listed(...many)).value).toEqual([
      'image-unavailable',
      'the archive needs more than 40 pages for the study',
    ]);
  });

  it('are not known where no archive has any', async () => {
    expect((await listed([])).value).toEqual(NOTHING);
  });

  it('of a study with more than two thousand are not known', async () => {
    const pages = Array.from({ length: 11 }, (_, page) =>
      Array.from({ length: 200 }, (__, i) => instance('1.2.3.1', `1.2.3.1.${page}.${i}`)),
    );
    expect((await listed(...pages)).value).toEqual([
      'image-unavailable',
      'the study has more than 2000 pictures',
    ]);
  });

  it.each([
    ['what is no UID', [instance('x', '1.2.3.1'), instance('1.2.3.1', '../..'), {}]],
    ['values of another kind', [instance('1.2.3.1', '1.2.3', { '0020000E': { Value: [{ a: 1 }] } })]],
    ['attributes that are none', [{ '00080018': '1.2.3', '0020000E': null }]],
    ['those of another study', [instance('1.2.3.1', '1.2.3.1.1', { '0020000D': { Value: ['1.2.4'] } })]],
  ])('are without %s', async (_, body) => {
    expect((await listed(body)).value).toEqual(NOTHING);
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
    [204, 'the archive lists nothing of the study'],
    [406, 'the archive does not give it in the form asked for (406)'],
    [500, 'the archive answered 500'],
  ])('are not known where it answers %i', async (status, why) => {
    const { base } = await archive(answering(status));
    expect(await seriesFrom(base)).toEqual(['image-unavailable', why]);
  });

  it('are not read beyond 2 MiB, and another archive is asked', async () => {
    const large = await archive(answering(200, `[${' '.repeat(2 * 2 ** 20)}]`));
    expect(await seriesFrom(large.base)).toEqual(['image-unavailable', 'its answer is too large']);
    const some = await archive(answering(200, JSON.stringify([instance('1.2.3.1', '1.2.3.1.1')])));
    expect(uidsIn(await seriesFrom(large.base, some.base))).toEqual(['1.2.3.1.1']);
  });

  it('of a study whose UID is none are not asked for', async () => {
    const { base, asked } = await archive(answering(200, '[]'));
    const result = await createInstanceList(archiveSettings({ url: base }))('1.2/../3', []);
    expect(result).toMatchObject({ ok: false, error: { code: 'image-unavailable' } });
    expect(asked).toEqual([]);
  });
});
