import { describe, expect, it } from 'vitest';
import { type ElementSpec, nativeImage } from './build.ts';
import { imageOf, problemOf } from './decoded.ts';

const NAME = 'Xanthippe^Unique';
const ID = 'MRN-4711-0815';

/** Invented. */
const PATIENT: ElementSpec[] = [
  ['00080050', 'SH', ID],
  ['00080080', 'LO', NAME],
  ['00080090', 'PN', NAME],
  ['00100010', 'PN', NAME],
  ['00100020', 'LO', ID],
];

const with_ = (...elements: ElementSpec[]) => imageOf(nativeImage({}, [1, 2, 3, 4], elements));

describe('what is read of an image', () => {
  it('is what a model may know', async () => {
    const image = await with_(
      ['00080008', 'CS', 'ORIGINAL\\PRIMARY'],
      ['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.1.1'],
      ['00080018', 'UI', '1.2.3.4'],
      ['00080060', 'CS', 'DX'],
      ['00080068', 'CS', 'FOR PRESENTATION'],
      ['00180015', 'CS', 'Chest '],
      ['00185101', 'CS', 'PA'],
      ['0020000d', 'UI', '1.2.3'],
      ['0020000e', 'UI', '1.2.3.1'],
      ['00200020', 'CS', 'L\\F'],
      ['00200062', 'CS', 'U'],
      ['00280301', 'CS', 'YES'],
    );
    const { stored, display, ...attributes } = image;
    expect(attributes).toEqual({
      sopClassUid: '1.2.840.10008.5.1.4.1.1.1.1',
      sopInstanceUid: '1.2.3.4',
      studyInstanceUid: '1.2.3',
      seriesInstanceUid: '1.2.3.1',
      transferSyntaxUid: '1.2.840.10008.1.2.1',
      modality: 'DX',
      bodyPartExamined: 'CHEST',
      viewPosition: 'PA',
      viewMeaning: undefined,
      laterality: 'U',
      patientOrientation: ['L', 'F'],
      patientAgeYears: undefined,
      photometricInterpretation: 'MONOCHROME2',
      rows: 2,
      columns: 2,
      frameCount: 1,
      frame: 0,
      pixelAspectRatio: 1,
      burnedInAnnotation: 'yes',
      imageType: ['ORIGINAL', 'PRIMARY'],
      presentationIntentType: 'FOR PRESENTATION',
    });
    expect([stored.bits, display.channels]).toEqual([8, 1]);
  });

  it('has what the code of the view means', async () => {
    const view: ElementSpec = ['00540220', 'SQ', [[['00080104', 'LO', 'Left Lateral ']]]];
    expect((await with_(view)).viewMeaning).toBe('left lateral');
    expect((await with_(['00540220', 'SQ', [[]]])).viewMeaning).toBeUndefined();
  });

  it('is absent where it is absent or is not what its element holds', async () => {
    const image = await with_(['00080018', 'UI', 'no uid'], ['00180015', 'CS', `${NAME}`]);
    expect(image).toMatchObject({
      sopInstanceUid: undefined,
      bodyPartExamined: undefined,
      modality: undefined,
    });
    expect(image.burnedInAnnotation).toBe('unknown');
    expect((await with_(['00280301', 'CS', 'NO'])).burnedInAnnotation).toBe('no');
  });

  it('never holds a name or an identifier, and no error does', async () => {
    expect(JSON.stringify(await with_(...PATIENT))).not.toMatch(/xanthippe|4711/i);
    const swapped: ElementSpec[] = [NAME, ID].flatMap((secret): ElementSpec[] => [
      ['00280004', 'CS', secret],
      ['00280008', 'IS', secret],
      ['00281053', 'DS', secret],
    ]);
    for (const element of swapped) {
      const problem = await problemOf(nativeImage({}, [1, 2, 3, 4], [...PATIENT, element]));
      expect(JSON.stringify(problem)).not.toMatch(/xanthippe|4711/i);
    }
  });
});

describe('the age', () => {
  const age = async (...elements: ElementSpec[]) => (await with_(...elements)).patientAgeYears;

  it.each([
    ['063Y', 63],
    ['018M', 1.5],
    ['000D', 0],
  ])('%s is %d years', async (text, years) => {
    expect(await age(['00101010', 'AS', text])).toBe(years);
  });

  it('is counted from birth to study where it is not given', async () => {
    const birth: ElementSpec = ['00100030', 'DA', '19500301'];
    expect(await age(['00080020', 'DA', '20200229'], birth)).toBe(69);
    expect(await age(['00080020', 'DA', '20200301'], birth)).toBe(70);
    expect(await age(birth)).toBeUndefined();
  });

  it('is unknown where it cannot be', async () => {
    expect(await age(['00101010', 'AS', '999Y'])).toBeUndefined();
    expect(await age(['00080020', 'DA', '20200230'], ['00100030', 'DA', '19500101'])).toBeUndefined();
    expect(await age(['00080020', 'DA', '19000101'], ['00100030', 'DA', '19500101'])).toBeUndefined();
  });
});

describe('the aspect ratio', () => {
  it('is the height of a pixel by its width', async () => {
    expect((await with_(['00280030', 'DS', '0.4\\0.2'])).pixelAspectRatio).toBe(2);
    expect((await with_(['00181164', 'DS', '0.1\\0.2'])).pixelAspectRatio).toBe(0.5);
    expect((await with_(['00280034', 'IS', '4\\3'])).pixelAspectRatio).toBeCloseTo(4 / 3);
    expect((await with_(['00280030', 'DS', '0\\0.2'])).pixelAspectRatio).toBe(1);
  });
});
