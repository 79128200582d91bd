import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Binary, Bundle, DocumentReference, RiskAssessment } from '@medplum/fhirtypes';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toyRegistry } from '../families/image/toy.ts';
import { child, fire, fireUntilDone, viewCall } from '../http/imaging.ts';
import { NOW, type RunningKairos, startKairos } from '../http/kairos.ts';
import { dicomWeb, type Loaded, load, remove, studyOf } from './orthanc-archive.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const SAMPLES = join(PROJECT, 'tests/families/image/dicom/samples/files');
const SHARED = resolve(PROJECT, '../shared/data/dicom-samples/files');

/** The child's film of the demo. */
const FILM = join(PROJECT, 'demo/dicom/2.25.46006649945081166056324011545839812393.dcm');

/** Takes pictures of every kind, of everybody. */
const ANYTHING = {
  applicability: {},
  inputs: [{ concept: 'medical-image', required: true }],
};
const ANY_KIND = {
  gate: {
    modality: ['DX', 'CR', 'CT', 'MR', 'US', 'OT', 'XA', 'NM', 'SC'],
    minSide: 1,
    minDeviation: 0,
  },
};

let kairos: RunningKairos;
beforeAll(async () => {
  const registry = await toyRegistry(
    { name: 'film' },
    { name: 'anything', change: ANYTHING, image: ANY_KIND },
  );
  kairos = await startKairos({
    MODELS_DIR: dirname(registry.models[0]!.directory),
    DICOMWEB_SERVERS: dicomWeb(),
    OUTBOUND_PRIVATE_NETWORKS: '127.0.0.1',
    DEADLINE_MS: '5000',
  });
});
afterAll(() => kairos.close());

const get = async <T>(path: string): Promise<T> =>
  (await request(kairos.app).get(`/fhir/${path}`).expect(200)).body;

const yesterday = new Date(Date.parse(NOW) - 86_400_000).toISOString();

async function loadFile(path: string): Promise<Loaded> {
  const loaded = await load(readFileSync(path));
  if (!loaded) throw new Error(`Orthanc does not take ${path}`);
  return loaded;
}

const analyze = (loaded: Loaded, patient: string, model: string) =>
  request(kairos.app)
    .post('/fhir/ImagingStudy/$analyze')
    .send({
      resourceType: 'Parameters',
      parameter: [
        { name: 'imagingStudy', resource: studyOf(loaded, patient, yesterday) },
        { name: 'model', valueCode: model },
      ],
    });

const resultsIn = ({ entry = [] }: Bundle) =>
  entry.flatMap(({ resource }) => (resource?.resourceType === 'RiskAssessment' ? [resource] : []));

describe('from a hook to a finding, with Orthanc', () => {
  it('fetches by WADO-RS, analyses, stores, and shows it at the next hook', async () => {
    const loaded = await loadFile(FILM);
    const call = viewCall(child('o1'), [studyOf(loaded, 'o1', yesterday)]);
    const first = await fire(kairos, call);
    expect(first.map(({ summary }) => summary)).toEqual(
      expect.arrayContaining([expect.stringContaining('under way')]),
    );
    const cards = await fireUntilDone(kairos, call);
    expect(cards.length).toBeGreaterThan(0);
    for (const { summary } of cards) expect(summary).toMatch(/\d%/);
    const found = await get<Bundle<RiskAssessment>>('RiskAssessment?patient=o1');
    expect(found.total).toBe(2);
    for (const { resource } of found.entry!) {
      expect(resource?.basis).toEqual(
        expect.arrayContaining([
          { reference: 'ImagingStudy/study-o1' },
          expect.objectContaining({
            identifier: { system: 'urn:dicom:uid', value: `urn:oid:${loaded.instance}` },
          }),
        ]),
      );
    }
    const pictures = await get<Bundle<DocumentReference>>('DocumentReference?patient=o1');
    const url = String(pictures.entry?.[0]?.resource?.content[0]?.attachment.url);
    expect((await get<Binary>(url)).contentType).toBe('image/png');
    await remove(loaded);
  });

  it('asks by QIDO-RS what pictures a study has whose instances the record does not list', async () => {
    const loaded = await loadFile(FILM);
    const study = { ...studyOf(loaded, 'o3', yesterday), series: undefined, modality: [{ code: 'DX' }] };
    const call = viewCall(child('o3'), [study]);
    expect((await fire(kairos, call))[0]?.summary).toContain('under way');
    for (const { summary } of await fireUntilDone(kairos, call)) expect(summary).toMatch(/\d%/);
    expect((await get<Bundle>('RiskAssessment?patient=o3')).total).toBe(2);
    await remove(loaded);
  });

  it('says that the archive has lost the picture', async () => {
    const loaded = await loadFile(FILM);
    await remove(loaded);
    const [card] = await fireUntilDone(kairos, viewCall(child('o2'), [studyOf(loaded, 'o2', yesterday)]));
    expect(card?.summary).toContain('could not be fetched');
  });
});

const namesIn = (folder: string, pattern: RegExp): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => pattern.test(name))
        .map((name) => join(folder, name))
        .sort()
    : [];

/** Pictures that Orthanc takes, of as many transfer syntaxes as there are; of the whole set, one slice in fifteen. */
const pictures = [
  ...namesIn(
    SAMPLES,
    /(CTImage|CT0012|MR_small|693_J2KI|JPGExtended|GDCMJ2K|SC_rgb_(dcmtk|jpeg_gdcm|rle|small)|SC_ybr).*\.dcm/,
  ),
  ...namesIn(join(SHARED, 'cswado'), /CTImage/),
];

describe('$analyze of real files that Orthanc gives as they are stored', () => {
  it('are many', () => {
    expect(pictures.length).toBeGreaterThan(15);
  });

  it.each(pictures.map((path) => [basename(path), path]))('%s', async (name, path) => {
    const loaded = await loadFile(path);
    const { body, status } = await analyze(loaded, `s-${pictures.indexOf(path)}`, 'anything');
    expect(status, JSON.stringify(body)).toBe(200);
    expect(resultsIn(body), name).toHaveLength(1);
    await remove(loaded);
  });
});

describe.runIf(existsSync(SHARED))('films of adults', () => {
  const films = ['pydicom-data/RG1_J2KI.dcm', 'dwv/gdcm-CR-MONO1-10-chest.dcm'];

  it.each(films)('%s is read, and refused by a model for children', async (name) => {
    const loaded = await loadFile(join(SHARED, name));
    const read = await analyze(loaded, 'adult', 'anything').expect(200);
    expect(resultsIn(read.body)[0]).toMatchObject({ status: 'final' });
    const refused = await analyze({ ...loaded, modality: 'DX' }, 'adult', 'film').expect(200);
    expect(resultsIn(refused.body)[0]).toMatchObject({ status: 'cancelled' });
    expect(resultsIn(refused.body)[0]?.prediction).toBeUndefined();
    await remove(loaded);
  });
});
