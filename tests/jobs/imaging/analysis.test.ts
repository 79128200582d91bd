import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ImagingStudy, readImaging } from '../../../src/chart/imaging.ts';
import type { ImageModel, ImageRequest } from '../../../src/families/image/contract.ts';
import { type DicomDecoder, dicomDecoder } from '../../../src/families/image/index.ts';
import { linksFrom } from '../../../src/findings/links.ts';
import type { LoadedModel } from '../../../src/inference/registry.ts';
import { placeOf } from '../../../src/jobs/imaging/addresses.ts';
import {
  createImagingAnalysis,
  type ImagingQuestion,
  type Pictures,
} from '../../../src/jobs/imaging/analysis.ts';
import type { ListInstances } from '../../../src/jobs/imaging/qido.ts';
import type { FetchPicture } from '../../../src/jobs/imaging/wado.ts';
import { createInProcessQueue } from '../../../src/jobs/in-process.ts';
import { problem } from '../../../src/kernel/errors.ts';
import { err, ok, unwrap } from '../../../src/kernel/result.ts';
import type { Store } from '../../../src/store/contract.ts';
import { chestInstance, chestSeries, chestStudy, INSTANCE, pacs } from '../../chart/imaging-studies.ts';
import { toyRegistry } from '../../families/image/toy.ts';
import { createSqlitePlace } from '../../store/sqlite/place.ts';

const UID = '2.25.46006649945081166056324011545839812393';
const STUDY = '2.25.106370369628232919908185652425152737618';
const FILE = readFileSync(resolve(import.meta.dirname, '../../../demo/dicom', `${UID}.dcm`));

const studiesOf = (rest: object = {}, ...others: readonly unknown[]): readonly ImagingStudy[] => {
  const study = chestStudy({
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${STUDY}` }],
    endpoint: undefined,
    series: [chestSeries({ instance: [chestInstance({ uid: UID })] })],
    ...rest,
  });
  const located = [study, ...others].map((resource) => ({ resource, expression: 'x' }));
  return unwrap(readImaging(located, () => true));
};

const question = (rest: Partial<ImagingQuestion> = {}): ImagingQuestion => ({
  studies: studiesOf(),
  subject: { patientId: 'p', birthDate: '2023-06-01' },
  onlyRecent: true,
  ...rest,
});

let loaded: LoadedModel;
let decoder: DicomDecoder;
beforeAll(async () => {
  loaded = (await toyRegistry({ name: 'toy' })).get('toy')!;
  decoder = dicomDecoder({ workers: 1 });
});
afterAll(() => decoder.close());

let place: Awaited<ReturnType<typeof createSqlitePlace>>;
let store: Store;
let now = new Date();
const clock = { now: () => now };
beforeEach(async () => {
  now = new Date('2026-11-23T12:00:00Z');
  place = await createSqlitePlace();
  store = await place.open(clock);
});
afterEach(async () => {
  await store.close();
  await place.remove();
});

/** Refuses every picture, as one whose gate is never open, and counts. */
function refusing() {
  const requests: ImageRequest[] = [];
  const model: ImageModel = {
    loaded,
    async analyse(request) {
      requests.push(request);
      const { name, version } = loaded.manifest;
      const source = { source: request.study, instance: request.image.sopInstanceUid! };
      return ok({
        output: {
          kind: 'abstention',
          model: { name, version },
          outcome: loaded.manifest.outcome.coding,
          reason: 'not-applicable',
          because: 'the picture does not look like a film',
          concepts: ['chest-radiograph'],
          evidence: {
            used: [{ concept: 'chest-radiograph', value: 'DX AP', ...source }],
            missing: [],
            unusable: [],
          },
        },
      });
    },
  };
  return { model, requests };
}

/** Predicts by the age that it is told, else by the one in the file. */
function predicting(inFile: number) {
  const requests: ImageRequest[] = [];
  const model: ImageModel = {
    loaded,
    async analyse(request) {
      requests.push(request);
      const { name, version, outcome } = { ...loaded.manifest };
      const age = request.age ?? { years: inFile, source: request.study };
      const picture = { source: request.study, instance: request.image.sopInstanceUid! };
      return ok({
        output: {
          ...{ kind: 'prediction', model: { name, version }, outcome: outcome.coding },
          ...{ probability: 0.9, risk: 'high', indicator: 'warning', contributions: [], cautions: [] },
          evidence: {
            used: [
              { concept: 'chest-radiograph', value: 'DX AP', ...picture },
              { concept: 'age', value: age.years, unit: 'a', source: age.source },
            ],
            missing: [],
            unusable: [],
          },
        },
      });
    },
  };
  return { model, requests };
}

/** An archive of one file, which may be told to fail. */
function files() {
  const asked: (readonly string[])[] = [];
  const state: { answer: Awaited<ReturnType<FetchPicture>> } = { answer: ok(FILE) };
  const fetchPicture: FetchPicture = async ({ study, instance }, addresses) => {
    asked.push([study, instance, ...addresses]);
    return state.answer;
  };
  return { fetchPicture, asked, state };
}

const lists: ListInstances = async () => {
  throw new Error('no study needs its archive');
};

function analysisOf(model: ImageModel, fetchPicture: FetchPicture, capacity = 10, listInstances = lists) {
  const logged: string[] = [];
  const log = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const queueOf = () => createInProcessQueue({ concurrency: 2, perLane: 1, capacity, onFailure: () => {} });
  const analysis = createImagingAnalysis({
    ...{
      models: [model],
      queue: queueOf(),
      listingQueue: queueOf(),
      fetchPicture,
      listInstances,
      decoder,
      store,
      clock,
    },
    links: linksFrom('http://127.0.0.1'),
    log: { info: log, warn: log, error: log },
  });
  return { look: (q = question()) => analysis.look('toy', q), logged, analysis };
}

const states = (pictures: Pictures) => pictures.states.map((s) => s.state);

/** What becomes of the first picture. */
async function done({ states: [first] }: Pictures) {
  return first?.state === 'underway' ? first.done : undefined;
}

describe('a picture', () => {
  it('is under way, then stored, and analysed once however often it is asked for', async () => {
    const [{ model, requests }, { fetchPicture, asked }] = [refusing(), files()];
    const { look } = analysisOf(model, fetchPicture);
    const [first, second] = await Promise.all([look(), look()]);
    expect([...states(first), ...states(second)]).toEqual(['underway', 'underway']);
    const result = unwrap((await done(first))!);
    const third = await look();
    expect(third.states).toEqual([
      { state: 'stored', assessment: expect.objectContaining({ id: result.id }) },
    ]);
    expect(third).toMatchObject({ fitting: 1, instances: [UID] });
    expect([requests.length, asked.length]).toEqual([1, 1]);
  });

  it('is given to the model with its study, its day and the age at it', async () => {
    const [{ model, requests }, { fetchPicture }] = [refusing(), files()];
    const { look } = analysisOf(model, fetchPicture);
    const subject = { patientId: 'p', birthDate: '2023-11-23' };
    await done(await look(question({ subject })));
    expect(requests[0]).toMatchObject({
      study: 'ImagingStudy/study-1',
      date: '2026-11-22T18:00:00Z',
      age: { years: 2, source: 'Patient/p' },
      image: { sopInstanceUid: UID },
    });
  });

  it('of a patient whose birth date is not known is given without an age', async () => {
    const [{ model, requests }, { fetchPicture }] = [refusing(), files()];
    const { look } = analysisOf(model, fetchPicture);
    await done(await look(question({ subject: { patientId: 'p', birthDate: 'x' } })));
    expect(requests[0]).not.toHaveProperty('age');
  });

  it('of a study without a day is given without an age: that of today is another one', async () => {
    const [{ model, requests }, { fetchPicture }] = [refusing(), files()];
    const studies = studiesOf({ started: undefined });
    await done(await analysisOf(model, fetchPicture).look(question({ studies, onlyRecent: false })));
    expect(requests[0]).not.toHaveProperty('age');
    expect(requests[0]).not.toHaveProperty('date');
  });

  it('analysed by another process is found and not analysed again', async () => {
    const [{ model, requests }, { fetchPicture }] = [refusing(), files()];
    await done(await analysisOf(model, fetchPicture).look());
    expect(states(await analysisOf(model, fetchPicture).look())).toEqual(['stored']);
    expect(requests.length).toBe(1);
  });

  it('is looked for without a search, which would wait until all that was saved is indexed', async () => {
    const [{ model, requests }, { fetchPicture }] = [refusing(), files()];
    const searching = vi.spyOn(store, 'search');
    const { look } = analysisOf(model, fetchPicture);
    unwrap((await done(await look()))!);
    expect(states(await look())).toEqual(['stored']);
    expect([requests.length, searching.mock.calls.length]).toEqual([1, 0]);
  });

  it('is another one to a new version of the model, and in the record of another patient', async () => {
    const [{ model, requests }, { fetchPicture }] = [refusing(), files()];
    const { look } = analysisOf(model, fetchPicture);
    await done(await look());
    await done(await look(question({ subject: { patientId: 'q' } })));
    const newer = { ...loaded, manifest: { ...loaded.manifest, version: '2.0.0' } };
    await done(await analysisOf({ ...model, loaded: newer }, fetchPicture).look());
    expect(requests.length).toBe(3);
  });

  it('is another one once another version of a model stands before', async () => {
    const [{ model, requests }, { fetchPicture }] = [refusing(), files()];
    const behind = (version: string) =>
      analysisOf({ ...model, gate: { name: 'gate', version } }, fetchPicture);
    const first = unwrap((await done(await behind('1.0.0').look()))!);
    const second = unwrap((await done(await behind('2.0.0').look()))!);
    expect(second.id).not.toBe(first.id);
    expect(states(await behind('1.0.0').look())).toEqual(['stored']);
    expect(requests.length).toBe(2);
  });

  it('keeps the encounter of its study', async () => {
    const [{ model }, { fetchPicture }] = [refusing(), files()];
    const studies = studiesOf({ encounter: { reference: 'Encounter/e1' } });
    const result = await done(await analysisOf(model, fetchPicture).look(question({ studies })));
    expect(unwrap(result!).encounter).toEqual({ reference: 'Encounter/e1' });
  });
});

describe('a picture of whose patient no birth date came', () => {
  const unknown = question({ subject: { patientId: 'p' } });
  const born = (birthDate: string) => question({ subject: { patientId: 'p', birthDate } });

  it('has its answer by the age in the file, which stays where the record agrees', async () => {
    const [{ model, requests }, { fetchPicture }] = [predicting(3), files()];
    const { look } = analysisOf(model, fetchPicture);
    const { id } = unwrap((await done(await look(unknown)))!);
    for (const agreeing of ['2023-06-01', '2022-06-01', '2024-06-01'])
      expect((await look(born(agreeing))).states).toEqual([
        { state: 'stored', assessment: expect.objectContaining({ id }) },
      ]);
    expect(requests.length).toBe(1);
  });

  it.each([
    ['makes the patient much older', 3, '1984-05-05', 42],
    ['makes the patient a little older', 2, '2021-06-01', 5],
    ['says an age near by that the model is not for', 1, '2026-01-01', 0],
  ])('has another one where the record %s', async (_, inFile, birthDate, years) => {
    const [{ model, requests }, { fetchPicture }] = [predicting(inFile), files()];
    const { look } = analysisOf(model, fetchPicture);
    const first = unwrap((await done(await look(unknown)))!);
    const second = unwrap((await done(await look(born(birthDate))))!);
    expect(second.id).not.toBe(first.id);
    expect(requests.map(({ age }) => age?.years)).toEqual([undefined, years]);
  });

  it('has another one where the model refused it', async () => {
    const [{ model, requests }, { fetchPicture }] = [refusing(), files()];
    const { look } = analysisOf(model, fetchPicture);
    await done(await look(unknown));
    expect(states(await look(born('2023-06-01')))).toEqual(['underway']);
    await done(await look(born('2023-06-01')));
    expect(requests.length).toBe(2);
  });
});

describe('an archive that hangs', () => {
  it('holds up its own pictures, and those of no other', async () => {
    const [{ model }, { fetchPicture }] = [refusing(), files()];
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const { look } = analysisOf(model, async (uids, addresses) => {
      if (addresses[0]?.includes('slow')) await answered;
      return fetchPicture(uids, addresses);
    });
    const at = (patientId: string, host: string) => {
      const contained = [pacs({ address: `https://${host}.example/dicom-web` })];
      const studies = studiesOf({ contained, endpoint: [{ reference: '#pacs' }] });
      return look(question({ studies, subject: { patientId } }));
    };
    const [first, second] = [await at('a', 'slow'), await at('b', 'slow')];
    unwrap((await done(await at('c', 'quick')))!);
    expect(states(await at('c', 'quick'))).toEqual(['stored']);
    expect([states(await at('a', 'slow')), states(await at('b', 'slow'))]).toEqual([
      ['underway'],
      ['underway'],
    ]);
    answer();
    for (const pictures of [first, second]) unwrap((await done(pictures))!);
  });
});

describe('addresses', () => {
  it('of Endpoints that did not come along are read with the means of the caller, once something is to be fetched', async () => {
    const [{ model }, { fetchPicture, asked }] = [refusing(), files()];
    const { look } = analysisOf(model, fetchPicture);
    const read: string[] = [];
    const readFhir = async (reference: string) => {
      read.push(reference);
      return reference === 'Endpoint/pacs' ? ok(pacs()) : err(problem('prefetch-failed'));
    };
    const studies = studiesOf({ endpoint: [{ reference: 'Endpoint/gone' }, { reference: 'Endpoint/pacs' }] });
    await done(await look(question({ studies, readFhir })));
    await look(question({ studies, readFhir }));
    expect(read).toEqual(['Endpoint/gone', 'Endpoint/pacs']);
    expect(asked).toEqual([[STUDY, UID, 'https://pacs.example/dicom-web']]);
  });
});

const MINUTE = 60_000;

describe('a failure', () => {
  it('is told, logged without a patient, and tried again after a pause that grows', async () => {
    const [{ model }, archive] = [refusing(), files()];
    archive.state.answer = err(problem('image-unavailable', { diagnostics: 'the archive answered 500' }));
    const { look, logged } = analysisOf(model, archive.fetchPicture);
    await done(await look());
    expect((await look()).states).toEqual([
      { state: 'unread', problem: expect.objectContaining({ code: 'image-unavailable' }) },
    ]);
    now = new Date(now.getTime() + MINUTE);
    await done(await look());
    now = new Date(now.getTime() + 3 * MINUTE);
    expect(states(await look())).toEqual(['unread']);
    expect(archive.asked.length).toBe(2);
    now = new Date(now.getTime() + MINUTE);
    archive.state.answer = ok(FILE);
    await done(await look());
    expect(states(await look())).toEqual(['stored']);
    expect(logged).toHaveLength(2);
    expect(logged[0]).toContain('image-unavailable');
    expect(logged.join()).not.toContain(UID);
  });

  it('at one place says nothing of another', async () => {
    const [{ model }, archive] = [refusing(), files()];
    archive.state.answer = err(problem('image-unavailable', { diagnostics: 'no archive' }));
    const { look } = analysisOf(model, archive.fetchPicture);
    await done(await look());
    expect(states(await look())).toEqual(['unread']);
    archive.state.answer = ok(FILE);
    const studies = studiesOf({ endpoint: [{ reference: 'Endpoint/pacs' }] });
    await done(await look(question({ studies, readFhir: async () => ok(pacs()) })));
    expect(states(await look())).toEqual(['stored']);
  });

  it('for want of a server that has the Endpoint is none once a caller names one', async () => {
    const [{ model }, archive] = [refusing(), files()];
    archive.state.answer = err(problem('image-unavailable', { diagnostics: 'no address' }));
    const { look } = analysisOf(model, archive.fetchPicture);
    const studies = studiesOf({ endpoint: [{ reference: 'Endpoint/pacs' }] });
    await done(await look(question({ studies })));
    expect(states(await look(question({ studies })))).toEqual(['unread']);
    archive.state.answer = ok(FILE);
    await done(await look(question({ studies, readFhir: async () => ok(pacs()) })));
    expect(states(await look(question({ studies })))).toEqual(['stored']);
    expect(archive.asked[1]).toContain('https://pacs.example/dicom-web');
  });

  it.each([
    ['a file that is none', Buffer.from('no DICOM'), 'invalid-dicom'],
    ['another file than was asked for', FILE, 'image-mismatch'],
  ])('of %s waits for an hour, and nothing is stored', async (_, file, code) => {
    const [{ model, requests }, archive] = [refusing(), files()];
    archive.state.answer = ok(file);
    const { look } = analysisOf(model, archive.fetchPicture);
    const studies =
      code === 'image-mismatch'
        ? studiesOf({ series: [chestSeries({ instance: [chestInstance()] })] })
        : studiesOf();
    await done(await look(question({ studies })));
    now = new Date(now.getTime() + 59 * MINUTE);
    expect((await look(question({ studies }))).states).toEqual([
      { state: 'unread', problem: expect.objectContaining({ code }) },
    ]);
    now = new Date(now.getTime() + MINUTE);
    expect(states(await look(question({ studies })))).toEqual(['underway']);
    expect(requests).toEqual([]);
    expect((await store.search({ type: 'RiskAssessment', conditions: [], limit: 1, offset: 0 })).total).toBe(
      0,
    );
  });

  it('of a file of another study is one', async () => {
    const [{ model }, { fetchPicture }] = [refusing(), files()];
    const identifier = [{ system: 'urn:dicom:uid', value: 'urn:oid:1.2.3' }];
    const result = await done(
      await analysisOf(model, fetchPicture).look(question({ studies: studiesOf({ identifier }) })),
    );
    expect(result).toMatchObject({ ok: false, error: { code: 'image-mismatch' } });
  });

  it('of the model, or an exception in it, is one and ends nothing else', async () => {
    const broken: ImageModel = {
      loaded,
      analyse: () => {
        throw new Error('secret of the patient');
      },
    };
    const { look, logged } = analysisOf(broken, files().fetchPicture);
    expect(await done(await look())).toMatchObject({ ok: false, error: { code: 'model-failed' } });
    expect(logged.join()).not.toContain('secret');
  });

  it('of the store is one', async () => {
    const [{ model }, { fetchPicture }] = [refusing(), files()];
    const real = store;
    store = {
      ...real,
      search: (r) => real.search(r),
      save: async () => err(problem('storage-failed')),
    } as Store;
    expect(await done(await analysisOf(model, fetchPicture).look())).toMatchObject({
      ok: false,
      error: { code: 'storage-failed' },
    });
    store = real;
  });
});

describe('a study whose instances the record does not list', () => {
  const series = (...instances: readonly string[]) => ({
    uid: '1.2.9',
    ...{ modality: undefined, description: undefined, endpoints: [] },
    instances: instances.map((uid) => ({ uid, title: 'AP' })),
  });
  const unlisted = (rest: object = {}) =>
    studiesOf({ series: [chestSeries({ uid: '1.2.9', instance: undefined })], ...rest });
  const old = chestStudy({
    identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:1.2.7' }],
    started: '2026-11-20',
    endpoint: undefined,
  });
  const withOlder = () => [...unlisted(), ...studiesOf({}, old).filter(({ uid }) => uid === '1.2.7')];

  /** An archive that lists these, or fails, and a model that refuses its pictures. */
  function listedAs(answer: Awaited<ReturnType<ListInstances>>, capacity = 10) {
    const archive = { asked: [] as (readonly string[])[], answer };
    const listInstances: ListInstances = async (study, addresses) => {
      archive.asked.push([study, ...addresses]);
      return archive.answer;
    };
    const [{ model, requests }, { fetchPicture, asked: fetched }] = [refusing(), files()];
    const { look, logged } = analysisOf(model, fetchPicture, capacity, listInstances);
    return { archive, look, logged, requests, fetched };
  }

  const failure = (why = 'the archive answered 500') =>
    err(problem('image-unavailable', { diagnostics: why }));
  const unread = {
    state: 'unread',
    problem: expect.objectContaining({ diagnostics: 'the archive answered 500' }),
  };

  it('is asked for at its archive, and its pictures are analysed of themselves', async () => {
    const { archive, look, fetched } = listedAs(ok([series(UID)]));
    const read: string[] = [];
    const readFhir = async (reference: string) => {
      read.push(reference);
      return ok(pacs());
    };
    const asking = question({ studies: unlisted({ endpoint: [{ reference: 'Endpoint/pacs' }] }), readFhir });
    const first = await look(asking);
    expect([first.instances, first.states]).toEqual([[], []]);
    const then = await first.listing;
    expect(then?.instances).toEqual([UID]);
    await done(then!);
    expect(archive.asked).toEqual([[STUDY, 'https://pacs.example/dicom-web']]);
    expect(fetched).toEqual([[STUDY, UID, 'https://pacs.example/dicom-web']]);
    const next = await look(asking);
    expect([next.listing, states(next)]).toEqual([undefined, ['stored']]);
    expect([archive.asked.length, read]).toEqual([1, ['Endpoint/pacs']]);
  });

  it('is asked for once by all who ask meanwhile, each of whom keeps what the own record says', async () => {
    const { archive, look, requests } = listedAs(ok([series(UID)]));
    const own = question({ studies: unlisted({ id: 'own', started: '2026-11-22' }) });
    const other = question({
      studies: unlisted({ id: 'other', started: '2026-11-21' }),
      subject: { patientId: 'q', birthDate: '2020-11-21' },
    });
    const both = await Promise.all([look(own), look(other)]);
    for (const { listing } of both) await done((await listing)!);
    expect(archive.asked).toHaveLength(1);
    expect(requests.map(({ study, date, age }) => [study, date, Math.floor(age?.years ?? 0)])).toEqual([
      ['ImagingStudy/own', '2026-11-22', 3],
      ['ImagingStudy/other', '2026-11-21', 6],
    ]);
  });

  it('is shown as it was listed, and asked for again after ten minutes', async () => {
    const { archive, look } = listedAs(ok([series(UID)]));
    await done((await (await look(question({ studies: unlisted() }))).listing)!);
    archive.answer = ok([series(UID, '1.2.9.2')]);
    now = new Date(now.getTime() + 10 * MINUTE);
    expect(states(await look(question({ studies: unlisted() })))).toEqual(['stored']);
    await vi.waitFor(async () =>
      expect((await look(question({ studies: unlisted() }))).instances).toEqual([UID, '1.2.9.2']),
    );
    expect(archive.asked).toHaveLength(2);
  });

  it('is joined with what the record says of it, series by series and picture by picture', async () => {
    const listed = { ...series('1.2.9.1', '1.2.9.2', '1.2.9.3', UID), bodySite: { code: 'EXTREMITY' } };
    listed.instances = listed.instances.map(
      ({ uid }) => ({ uid, title: uid === UID ? 'LL' : undefined }) as never,
    );
    const { look } = listedAs(ok([listed, { ...series('1.2.8.1'), uid: '1.2.8', modality: 'SR' }]));
    const recorded = [
      chestSeries({ uid: '1.2.6', instance: [chestInstance({ uid: '1.2.6.1', title: 'LL' })] }),
      chestSeries({ uid: '1.2.5', instance: undefined }),
      chestSeries({ uid: '1.2.9', instance: [chestInstance({ uid: '1.2.9.3', title: 'AP' })] }),
    ];
    const found = await (await look(question({ studies: unlisted({ series: recorded }) }))).listing;
    expect([found?.instances, found?.fitting]).toEqual([['1.2.9.3', '1.2.9.1', '1.2.9.2'], 5]);
    const knee = chestSeries({ uid: '1.2.9', bodySite: { code: '72696002' }, instance: [chestInstance()] });
    const studies = unlisted({ series: [knee, chestSeries({ uid: '1.2.5', instance: undefined })] });
    expect((await (await look(question({ studies, isAskedAnew: true }))).listing)?.fitting).toBe(0);
  });

  it('gives way to an older one where its archive has none of the kind', async () => {
    const { look } = listedAs(ok([{ ...series(UID), modality: 'CT' }]));
    expect((await (await look(question({ studies: withOlder() }))).listing)?.instances).toEqual([INSTANCE]);
  });

  it('gives way to none where its archive does not answer: why is said, logged without the study', async () => {
    const { archive, look, logged } = listedAs(failure());
    expect((await (await look(question({ studies: withOlder() }))).listing)?.states).toEqual([unread]);
    expect(await look(question({ studies: withOlder() }))).toMatchObject({ states: [unread] });
    expect(archive.asked).toHaveLength(1);
    expect(logged.join()).toContain('image-unavailable');
    expect(logged.join()).not.toContain(STUDY);
    now = new Date(now.getTime() + MINUTE);
    archive.answer = ok([series(UID)]);
    expect((await (await look(question({ studies: withOlder() }))).listing)?.instances).toEqual([UID]);
  });

  it('has what the record lists of it where its archive does not answer, and why', async () => {
    const { look } = listedAs(failure());
    const studies = unlisted({ series: [chestSeries(), chestSeries({ uid: '1.2.9', instance: undefined })] });
    const partly = {
      instances: [INSTANCE],
      unlisted: expect.objectContaining({ diagnostics: 'the archive answered 500' }),
    };
    expect(await (await look(question({ studies }))).listing).toMatchObject(partly);
    expect(await look(question({ studies }))).toMatchObject(partly);
  });

  it('is known though one of its Endpoints can never be read, and asked for again after a minute', async () => {
    const { archive, look } = listedAs(ok([series(UID)]));
    const studies = unlisted({ endpoint: [{ reference: 'Endpoint/gone' }, { reference: 'Endpoint/pacs' }] });
    const readFhir = async (reference: string) =>
      reference === 'Endpoint/pacs' ? ok(pacs()) : err(problem('prefetch-failed'));
    await done((await (await look(question({ studies, readFhir }))).listing)!);
    expect(states(await look(question({ studies, readFhir })))).toEqual(['stored']);
    expect(archive.asked).toHaveLength(1);
    now = new Date(now.getTime() + MINUTE);
    expect(states(await look(question({ studies, readFhir })))).toEqual(['stored']);
    await vi.waitFor(() => expect(archive.asked).toHaveLength(2));
  });

  it('is asked for anew by who wants that, whatever is known', async () => {
    const { archive, look } = listedAs(ok([series(UID)]));
    await (await look(question({ studies: unlisted() }))).listing;
    archive.answer = ok([series(UID, '1.2.9.2')]);
    const anew = await look(question({ studies: unlisted(), isAskedAnew: true }));
    expect((await anew.listing)?.instances).toEqual([UID, '1.2.9.2']);
  });

  it('is forgotten after a day without an answer', async () => {
    const { archive, look } = listedAs(ok([series(UID)]));
    await done((await (await look(question({ studies: unlisted() }))).listing)!);
    archive.answer = failure();
    now = new Date(now.getTime() + 24 * 60 * MINUTE - 1);
    expect(states(await look(question({ studies: unlisted() })))).toEqual(['stored']);
    now = new Date(now.getTime() + 61 * MINUTE);
    const later = await look(question({ studies: unlisted() }));
    expect((await later.listing)?.states).toEqual([unread]);
  });

  it('reads each Endpoint once, and of many the first four', async () => {
    const { look } = listedAs(ok([series(UID)]));
    const read: string[] = [];
    const readFhir = async (reference: string) => {
      read.push(reference);
      return ok(pacs());
    };
    const endpoint = Array.from({ length: 40 }, (_, i) => ({ reference: `Endpoint/${i % 9}` }));
    await (await look(question({ studies: unlisted({ endpoint }), readFhir }))).listing;
    expect(read).toEqual(['Endpoint/0', 'Endpoint/1', 'Endpoint/2', 'Endpoint/3']);
    const asked = studiesOf({ endpoint })[0]!.endpoints;
    expect(placeOf(asked, readFhir)).toBe('true|Endpoint/0|Endpoint/1|Endpoint/2|Endpoint/3');
  });

  it('waits where too much waits, and says so', async () => {
    const { look } = listedAs(ok([series(UID)]), 0);
    expect((await (await look(question({ studies: unlisted() }))).listing)?.states).toEqual([
      { state: 'unread', problem: expect.objectContaining({ code: 'overloaded' }) },
    ]);
  });

  it('is unread where the listing has a defect, which is logged and ends nothing else', async () => {
    const [{ model }, { fetchPicture }] = [refusing(), files()];
    const { look, logged } = analysisOf(model, fetchPicture, 10, async () => {
      throw new TypeError('a defect');
    });
    const defect = { state: 'unread', problem: expect.objectContaining({ code: 'internal' }) };
    expect((await (await look(question({ studies: unlisted() }))).listing)?.states).toEqual([defect]);
    expect((await look(question({ studies: unlisted() }))).states).toEqual([defect]);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('TypeError');
  });
});

describe('a full queue', () => {
  it('takes no more, says so, and can be asked again', async () => {
    const [{ model }, { fetchPicture }] = [refusing(), files()];
    const { look } = analysisOf(model, fetchPicture, 0);
    for (let i = 0; i < 2; i++)
      expect((await look()).states).toEqual([
        { state: 'unread', problem: expect.objectContaining({ code: 'overloaded' }) },
      ]);
  });
});

describe('a model', () => {
  it('that is not there is a defect', async () => {
    const { analysis } = analysisOf(refusing().model, files().fetchPicture);
    expect([...analysis.models.keys()]).toEqual(['toy']);
    await expect(analysis.look('none', question())).rejects.toThrow(RangeError);
  });
});
