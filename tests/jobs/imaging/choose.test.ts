import { describe, expect, it } from 'vitest';
import { type ImagingStudy, readImaging } from '../../../src/chart/imaging.ts';
import { type ImageGate, imageSchema } from '../../../src/inference/image-manifest.ts';
import { bodyPartOf } from '../../../src/jobs/imaging/body-parts.ts';
import { choosePictures } from '../../../src/jobs/imaging/choose.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { chestInstance, chestSeries, chestStudy, INSTANCE } from '../../chart/imaging-studies.ts';

const gateOf = (rest: object): ImageGate =>
  imageSchema.parse({
    network: { file: 'network.onnx' },
    preprocess: { side: 32, fit: 'pad', normalise: { kind: 'own' } },
    labels: ['a'],
    findings: [{ id: 'a', of: ['a'] }],
    gate: { modality: ['DX', 'CR'], bodyPart: ['CHEST'], view: ['PA', 'AP'], ...rest },
  }).gate;

const GATE = gateOf({});
const NOW = new Date('2026-11-23T12:00:00Z');
const RECENT = { recent: { now: NOW, days: 7 }, most: 3 };

const studiesOf = (...resources: readonly unknown[]): readonly ImagingStudy[] =>
  unwrap(
    readImaging(
      resources.map((resource) => ({ resource, expression: 'x' })),
      () => true,
    ),
  );

const chosen = (resources: readonly unknown[], gate = GATE, how = RECENT) => {
  const { pictures, fitting } = choosePictures(studiesOf(...resources), gate, how);
  return { instances: pictures.map((p) => p.instanceUid), fitting };
};

const withSeries = (...series: readonly object[]) => chestStudy({ series });

/** Instances .1, .2 ... with these titles. */
const titled = (...titles: readonly (string | undefined)[]) =>
  withSeries(
    chestSeries({
      instance: titles.map((title, i) => chestInstance({ uid: `1.2.${i + 1}`, title })),
    }),
  );

describe('of which study', () => {
  it('the newest that has a picture of the kind', () => {
    const older = chestStudy({ started: '2026-11-21' });
    const knee = chestStudy({
      started: '2026-11-23T08:00:00Z',
      series: [chestSeries({ bodySite: { code: '72696002' } })],
    });
    const { pictures } = choosePictures(studiesOf(older, knee, chestStudy()), GATE, RECENT);
    expect(pictures.map(({ study }) => study.started)).toEqual(['2026-11-22T18:00:00Z']);
  });

  it.each([
    ['of a week ago', '2026-11-16T12:00:00Z', 1],
    ['of more than a week ago', '2026-11-16T11:59:59Z', 0],
    ['of this evening, by another clock', '2026-11-23T20:00:00Z', 1],
    ['of the day after tomorrow', '2026-11-25T12:00:00Z', 0],
    ['undated', undefined, 0],
  ])('%s', (_, started, count) => {
    expect(chosen([chestStudy({ started })]).fitting).toBe(count);
  });

  it('any, where it need not be recent', () => {
    expect(chosen([chestStudy({ started: '2016-01-01' })], GATE, { most: 3 } as never).fitting).toBe(1);
  });

  it.each(['registered', 'cancelled', 'entered-in-error', 'unknown', 'something'])(
    'none whose status is %s',
    (status) => {
      expect(chosen([chestStudy({ status })])).toEqual({ instances: [], fitting: 0 });
    },
  );
});

describe('a study whose instances the record does not list', () => {
  const unlisted = (rest: object, study: object = {}) =>
    chestStudy({ series: [chestSeries({ instance: undefined, ...rest })], ...study });
  const isAsked = (...resources: readonly unknown[]) =>
    choosePictures(studiesOf(...resources), GATE, RECENT).unlisted !== undefined;

  it.each([
    ['of the modality', {}, {}, true],
    ['of another modality', { modality: { code: 'CT' } }, {}, false],
    ['of another body part', { bodySite: { code: '72696002' } }, {}, false],
    ['of no modality', { modality: undefined }, {}, false],
    ['of the modality, as the study says', { modality: undefined }, { modality: [{ code: 'DX' }] }, true],
    ['without series, of the modality', {}, { series: undefined, modality: [{ code: 'CR' }] }, true],
    ['without series, of another modality', {}, { series: undefined, modality: [{ code: 'MR' }] }, false],
    ['without series or modality', {}, { series: undefined }, false],
    ['of long ago', {}, { started: '2016-01-01' }, false],
  ])('is asked for at its archive, or is not: %s', (_, rest, study, expected) => {
    expect(isAsked(unlisted(rest, study))).toBe(expected);
  });

  it('comes before an older one with pictures, and after a newer one', () => {
    const older = chestStudy({ started: '2026-11-21' });
    const newer = chestStudy({ started: '2026-11-23T08:00:00Z' });
    expect(isAsked(older, unlisted({}))).toBe(true);
    expect(isAsked(unlisted({}), newer)).toBe(false);
  });

  it('is asked for though another series of the kind lists some, and not again once it is listed', () => {
    const partly = withSeries(chestSeries(), chestSeries({ uid: '1.2.3', instance: undefined }));
    expect(isAsked(partly)).toBe(true);
    const [study] = studiesOf(unlisted({}));
    const listed = { ...study!, isListed: true };
    expect(choosePictures([listed], GATE, RECENT)).toEqual({ pictures: [], fitting: 0 });
  });
});

describe('which instances', () => {
  it.each([
    ['of the modality', {}, 1],
    ['of another modality', { modality: { code: 'CT' } }, 0],
    ['of another modality than the SOP class says', { modality: { code: 'OT' } }, 0],
    ['of no stated modality whose SOP class says it', { modality: undefined }, 1],
    ['of another body part', { bodySite: { code: '72696002' } }, 0],
    ['of no stated body part', { bodySite: undefined }, 1],
    ['of a body part that nobody here knows', { bodySite: { code: '1', display: 'Something' } }, 1],
    ['of a body part by name', { bodySite: { display: 'Thorax' } }, 1],
    ['of another body part by name', { bodySite: { display: 'Knee' } }, 0],
  ])('%s', (_, rest, count) => {
    expect(chosen([withSeries(chestSeries(rest))]).fitting).toBe(count);
  });

  it.each([
    ['of a class of another modality', '1.2.840.10008.5.1.4.1.1.2', 0],
    ['of a class that may be anything', '1.2.840.10008.5.1.4.1.1.7', 1],
    ['a report', '1.2.840.10008.5.1.4.1.1.88.33', 0],
    ['a presentation state', '1.2.840.10008.5.1.4.1.1.11.1', 0],
  ])('%s', (_, sopClass, count) => {
    const instance = [chestInstance({ sopClass: { code: `urn:oid:${sopClass}` } })];
    expect(chosen([withSeries(chestSeries({ modality: undefined, instance }))]).fitting).toBe(count);
  });

  it('a report stands beside pictures in a series of the modality and is none', () => {
    const report = chestInstance({
      uid: '1.2.3',
      sopClass: { code: 'urn:oid:1.2.840.10008.5.1.4.1.1.88.33' },
    });
    expect(chosen([withSeries(chestSeries({ instance: [report, chestInstance()] }))]).instances).toEqual([
      INSTANCE,
    ]);
  });

  it('in the order of the views of the model, then those of no stated view, then others', () => {
    const study = titled('LATERAL', undefined, 'Chest AP supine', 'Thorax p.a.', 'chest PA');
    expect(chosen([study], GATE, { ...RECENT, most: 9 }).instances).toEqual([
      '1.2.5',
      '1.2.3',
      '1.2.2',
      '1.2.4',
      '1.2.1',
    ]);
  });

  it('a view may be stated by the series', () => {
    const series = (uid: string, description: string) =>
      chestSeries({ description, instance: [chestInstance({ uid, title: undefined })] });
    expect(chosen([withSeries(series('1.2.1', 'AP'), series('1.2.2', 'PA'))]).instances).toEqual([
      '1.2.2',
      '1.2.1',
    ]);
  });

  it('as they come where the model has no views', () => {
    const study = titled('LATERAL', 'PA');
    expect(chosen([study], gateOf({ view: [] })).instances).toEqual(['1.2.1', '1.2.2']);
  });

  it('no more than are wanted, and how many there are', () => {
    expect(chosen([titled('PA', 'PA', 'PA', 'PA', 'PA')])).toEqual({
      instances: ['1.2.1', '1.2.2', '1.2.3'],
      fitting: 5,
    });
  });

  it('with the addresses of the series before those of the study', () => {
    const study = chestStudy({
      endpoint: [{ reference: 'Endpoint/a' }],
      series: [chestSeries({ endpoint: [{ reference: 'Endpoint/b' }] })],
    });
    const { pictures } = choosePictures(studiesOf(study), GATE, RECENT);
    expect(pictures[0]?.endpoints.map((e) => 'reference' in e && e.reference)).toEqual([
      'Endpoint/b',
      'Endpoint/a',
    ]);
  });
});

describe('a body site', () => {
  it.each([
    ['SNOMED CT', { code: '51185008' }, 'CHEST'],
    ['the older code', { code: 'T-D3000' }, 'CHEST'],
    ['the DICOM term', { code: 'Chest' }, 'CHEST'],
    ['a display', { display: 'Breast structure (body structure)' }, 'BREAST'],
    ['an unknown code with a known display', { code: 'X', display: 'Breast' }, 'BREAST'],
    ['something else', { code: 'X', display: 'Left hallux' }, undefined],
    ['nothing', undefined, undefined],
  ])('by %s', (_, site, part) => {
    expect(bodyPartOf(site)).toBe(part);
  });
});
