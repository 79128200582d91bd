import { describe, expect, it } from 'vitest';
import { chartFromFhir } from '../../src/chart/from-fhir.ts';
import { readImaging } from '../../src/chart/imaging.ts';
import { subjectOf } from '../../src/chart/subject.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { chestInstance, chestSeries, chestStudy, INSTANCE, pacs, SERIES, STUDY } from './imaging-studies.ts';
import { recordOf } from './records.ts';

const located = (resources: readonly unknown[]) =>
  resources.map((resource, i) => ({ resource, expression: `prefetch.imaging.entry[${i}].resource` }));

const read = (...resources: readonly unknown[]) => readImaging(located(resources), subjectOf('p'));
const only = (...resources: readonly unknown[]) => unwrap(read(...resources))[0]!;
const problemOf = (...resources: readonly unknown[]) => {
  const result = read(...resources);
  return result.ok ? 'none' : [result.error.code, result.error.expression];
};
const AT = 'prefetch.imaging.entry[0].resource';

describe('an ImagingStudy', () => {
  it('gives the UIDs, the modality and the body site of its pictures', () => {
    expect(only(chestStudy({ modality: [{ code: 'DX' }, { code: 'SR' }, {}] }), pacs())).toEqual({
      source: 'ImagingStudy/study-1',
      uid: STUDY,
      status: 'available',
      started: '2026-11-22T18:00:00Z',
      endpoints: [{ kind: 'wado-rs', address: 'https://pacs.example/dicom-web' }],
      modalities: ['DX', 'SR'],
      series: [
        {
          uid: SERIES,
          modality: 'DX',
          bodySite: { system: 'http://snomed.info/sct', code: '51185008', display: 'Thoracic structure' },
          description: undefined,
          endpoints: [],
          instances: [{ uid: INSTANCE, sopClass: '1.2.840.10008.5.1.4.1.1.1.1', number: 1, title: 'PA' }],
        },
      ],
    });
  });

  it('keeps the version that the source gave, and the encounter', () => {
    const study = chestStudy({ meta: { versionId: '3' }, encounter: { reference: 'Encounter/e1' } });
    expect(only(study)).toMatchObject({ source: 'ImagingStudy/study-1/_history/3', encounterId: 'e1' });
  });

  it('is named by its UID where it has no id', () => {
    expect(only(chestStudy({ id: undefined })).source).toBe(`urn:oid:${STUDY}`);
  });

  it('comes newest first, what is undated last', () => {
    const dates = ['2026-11-20', undefined, '2026-11-22T18:00:00+01:00', '2026-11-22T18:00:00Z'];
    const studies = unwrap(read(...dates.map((started) => chestStudy({ started }))));
    expect(studies.map(({ started }) => started)).toEqual([dates[3], dates[2], dates[0], undefined]);
  });

  it('without a UID names no picture and is left out', () => {
    expect(unwrap(read(chestStudy({ identifier: [{ system: 'urn:x', value: '1' }] })))).toEqual([]);
  });

  it('may have no series and no instances', () => {
    expect(only(chestStudy({ series: undefined })).series).toEqual([]);
    expect(only(chestStudy({ series: [chestSeries({ instance: undefined })] })).series[0]?.instances).toEqual(
      [],
    );
  });
});

describe('an Endpoint', () => {
  it('is found in the study, in the answer, or still to be read', () => {
    const contained = chestStudy({ contained: [pacs({ id: 'here' })], endpoint: [{ reference: '#here' }] });
    expect(only(contained).endpoints).toEqual([
      { kind: 'wado-rs', address: 'https://pacs.example/dicom-web' },
    ]);
    expect(only(chestStudy()).endpoints).toEqual([{ kind: 'unread', reference: 'Endpoint/pacs' }]);
  });

  it.each([
    ['of another kind', { connectionType: { code: 'dicom-qido-rs' } }],
    ['out of use', { status: 'off' }],
    ['without an address', { address: undefined }],
    ['with an address that is none', { address: 5 }],
    ['with an address that paths cannot be put to', { address: 'https://pacs.example/dicom-web?a=' }],
    ['with an address beyond reason', { address: `https://pacs.example/${'/'.repeat(2_000)}` }],
  ])('%s is passed over', (_, rest) => {
    expect(only(chestStudy(), pacs(rest)).endpoints).toEqual([]);
  });

  it('that is said to be contained and is not is passed over', () => {
    expect(only(chestStudy({ endpoint: [{ reference: '#nowhere' }, {}] })).endpoints).toEqual([]);
    const long = `Endpoint/${'x'.repeat(2_000)}`;
    expect(only(chestStudy({ endpoint: [{ reference: long }] })).endpoints).toEqual([]);
  });
});

const malformed: [name: string, resource: unknown, code: string, path: string][] = [
  ['another type', { resourceType: 'DiagnosticReport' }, 'wrong-resource-type', ''],
  ['null', null, 'wrong-resource-type', ''],
  [
    'another subject',
    chestStudy({ subject: { reference: 'Patient/q' } }),
    'wrong-patient',
    '.subject.reference',
  ],
  ['no subject', chestStudy({ subject: undefined }), 'wrong-patient', '.subject'],
  ['no status', chestStudy({ status: undefined }), 'required-field', '.status'],
  ['a malformed id', chestStudy({ id: 'a b' }), 'invalid-field', '.id'],
  ['a malformed date', chestStudy({ started: 'yesterday' }), 'invalid-field', '.started'],
  [
    'a study UID that is none',
    chestStudy({ identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:../x' }] }),
    'invalid-field',
    '.identifier',
  ],
  ['series that are no list', chestStudy({ series: {} }), 'invalid-field', '.series'],
  ['a series without UID', chestStudy({ series: [{}] }), 'required-field', '.series[0].uid'],
  [
    'a series UID that is none',
    chestStudy({ series: [chestSeries({ uid: '1/2' })] }),
    'invalid-field',
    '.series[0].uid',
  ],
  [
    'a modality that is a string',
    chestStudy({ series: [chestSeries({ modality: 'DX' })] }),
    'invalid-field',
    '.series[0].modality',
  ],
  [
    'instances that are no list',
    chestStudy({ series: [chestSeries({ instance: 'all' })] }),
    'invalid-field',
    '.series[0].instance',
  ],
  [
    'an instance without UID',
    chestStudy({ series: [chestSeries({ instance: [chestInstance(), chestInstance({ uid: undefined })] })] }),
    'required-field',
    '.series[0].instance[1].uid',
  ],
  [
    'an instance UID of 65 characters',
    chestStudy({ series: [chestSeries({ instance: [chestInstance({ uid: `1.${'2'.repeat(63)}` })] })] }),
    'invalid-field',
    '.series[0].instance[0].uid',
  ],
  ['endpoints that are no list', chestStudy({ endpoint: {} }), 'invalid-field', '.endpoint'],
];

describe('what is malformed', () => {
  it.each(malformed)('is refused with its place: %s', (_, resource, code, path) => {
    expect(problemOf(resource)).toEqual([code, AT + path]);
  });
});

describe('a chart', () => {
  it('has the studies that were given, and nothing where none were asked for', () => {
    const asked = chartFromFhir({ ...recordOf([]), imaging: located([chestStudy()]) });
    expect(unwrap(asked).imaging).toHaveLength(1);
    expect(unwrap(chartFromFhir(recordOf([]))).imaging).toBeUndefined();
  });

  it('is refused with a study of somebody else', () => {
    const study = chestStudy({ subject: { reference: 'Patient/q' } });
    const chart = chartFromFhir({ ...recordOf([]), imaging: located([study]) });
    expect(chart).toMatchObject({ ok: false, error: { code: 'wrong-patient' } });
  });
});
