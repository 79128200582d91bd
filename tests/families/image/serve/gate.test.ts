import { describe, expect, it } from 'vitest';
import {
  refusedByAttributes,
  refusedByModel,
  refusedByQuality,
} from '../../../../src/families/image/serve/gate.ts';

const GATE = {
  modality: ['DX', 'CR'],
  bodyPart: ['CHEST'],
  view: ['PA', 'AP'],
  minSide: 64,
  minDeviation: 4,
};
const FILM = {
  ...{ modality: 'CR', bodyPartExamined: 'CHEST', viewPosition: 'AP' },
  viewMeaning: undefined,
  patientOrientation: [] as readonly string[],
};

describe('the gate by what the file says', () => {
  const because = (change: Partial<Parameters<typeof refusedByAttributes>[0]>, gate = GATE) =>
    refusedByAttributes({ ...FILM, ...change }, gate)?.because;

  it('lets through what is named, and what is not said', () => {
    expect(because({})).toBeUndefined();
    expect(
      because({ modality: undefined, bodyPartExamined: undefined, viewPosition: undefined }),
    ).toBeUndefined();
    expect(because({ bodyPartExamined: 'ABDOMEN' }, { ...GATE, bodyPart: [] })).toBeUndefined();
  });

  it('refuses what is said to be something else', () => {
    expect(because({ modality: 'US' })).toBe('the modality of the picture is US, not DX or CR');
    expect(because({ bodyPartExamined: 'ABDOMEN' })).toBe(
      'the body part of the picture is ABDOMEN, not CHEST',
    );
    expect(because({ viewPosition: 'LL' }, { ...GATE, view: ['PA', 'AP', 'RAO'] })).toBe(
      'the view of the picture is LL, not PA, AP or RAO',
    );
    expect(refusedByAttributes({ ...FILM, modality: 'US' }, GATE)?.reason).toBe('not-applicable');
  });
});

describe('the gate of a file without a view position', () => {
  const because = (change: Partial<Parameters<typeof refusedByAttributes>[0]>, view = GATE.view) =>
    refusedByAttributes({ ...FILM, viewPosition: undefined, ...change }, { ...GATE, view })?.because;
  const REFUSAL = 'the view of the picture is lateral, not PA or AP';

  it.each([
    [{ viewMeaning: 'left lateral' }, REFUSAL],
    [{ viewMeaning: 'lateral projection' }, REFUSAL],
    [{ patientOrientation: ['A', 'F'] }, REFUSAL],
    [{ patientOrientation: ['P', 'F'] }, REFUSAL],
    [{ viewMeaning: 'antero-posterior' }, undefined],
    [{ viewMeaning: 'left lateral decubitus' }, undefined],
    [{ patientOrientation: ['L', 'F'] }, undefined],
    [{ patientOrientation: [] }, undefined],
  ] as const)('%j: %s', (change, words) => {
    expect(because(change)).toBe(words);
  });

  it('lets pictures from the side through to a model for those', () => {
    expect(because({ viewMeaning: 'left lateral' }, ['LL'])).toBeUndefined();
    expect(because({ patientOrientation: ['A', 'F'] }, [])).toBeUndefined();
  });
});

describe('the gate by the pixels', () => {
  const GOOD = { side: 64, deviation: 4, coloured: 0.02 };
  const because = (change: Partial<typeof GOOD>, { modality = 'DX', channels = 1 as 1 | 3 } = {}) =>
    refusedByQuality(
      { ...GOOD, ...change },
      { gate: GATE, network: { file: 'n.onnx', channels, logits: 'logits' } },
      modality,
    )?.because;

  it('lets through what just fits', () => {
    expect(because({})).toBeUndefined();
  });

  it('refuses what is too small or blank', () => {
    expect(because({ side: 63 })).toBe('the picture is too small: 63 of at least 64 pixels');
    expect(because({ deviation: 3.9 })).toBe('the picture is blank');
  });

  it('refuses colours, but not of ultrasound, and not where the network knows them', () => {
    const words = 'the picture is in colours, and the model knows grey pictures only';
    expect(because({ coloured: 0.3 })).toBe(words);
    expect(because({ coloured: 0.3 }, { modality: 'XC' })).toBe(words);
    expect(because({ coloured: 0.3 }, { modality: 'US' })).toBeUndefined();
    expect(because({ coloured: 0.3 }, { channels: 3 })).toBeUndefined();
  });
});

describe('the gate by a model', () => {
  const rule = { name: 'gate', finding: 'film', atLeast: 0.7, because: 'a frontal chest film of a child' };

  it('refuses below its probability', () => {
    expect(refusedByModel(0.7, rule)).toBeUndefined();
    expect(refusedByModel(0.69, rule)).toEqual({
      reason: 'not-applicable',
      because: 'the picture does not look like a frontal chest film of a child',
    });
  });
});
