import { describe, expect, it } from 'vitest';
import { dicomFile, type ElementSpec, imageElements, nativeImage } from './build.ts';
import { displayOf, imageOf, problemOf } from './decoded.ts';

const window = (center: string, width: string, kind?: string): ElementSpec[] => [
  ['00281050', 'DS', center],
  ['00281051', 'DS', width],
  ...(kind ? [['00281056', 'CS', kind] as const] : []),
];

const lut = (bits: number, first: number, entries: readonly number[]): ElementSpec[] => [
  ['00283002', 'US', [entries.length, first, bits]],
  ['00283006', 'OW', entries],
];

const ROW = { rows: 1, columns: 4 };
const SIXTEEN = { ...ROW, allocated: 16, signed: true };

describe('grey', () => {
  it('goes from the lowest to the highest value where the file has no window', async () => {
    expect(await displayOf(nativeImage(ROW, [10, 20, 30, 60]))).toEqual([0, 51, 102, 255]);
    expect((await imageOf(nativeImage(ROW, [1, 1, 1, 1]))).display).toMatchObject({
      contrast: 'min-max',
      channels: 1,
    });
    expect(await displayOf(nativeImage(ROW, [7, 7, 7, 7]))).toEqual([0, 0, 0, 0]);
  });

  it('is brighter for higher values in MONOCHROME2 and for lower ones in MONOCHROME1', async () => {
    const inverse = { ...ROW, photometric: 'MONOCHROME1' };
    expect(await displayOf(nativeImage(inverse, [10, 20, 30, 60]))).toEqual([255, 204, 153, 0]);
  });

  it('leaves padding out of the range', async () => {
    const padding: ElementSpec[] = [
      ['00280120', 'US', [0]],
      ['00280121', 'US', [5]],
    ];
    expect(await displayOf(nativeImage(ROW, [0, 5, 10, 20], padding))).toEqual([0, 0, 0, 255]);
  });

  /** PS3.3 C.11.2.1.2: y = ((x - (c - 0.5)) / (w - 1) + 0.5), below and above clamped. */
  it('follows a linear window after rescaling', async () => {
    const rescale: ElementSpec[] = [
      ['00281052', 'DS', '-1024'],
      ['00281053', 'DS', '2 '],
    ];
    const image = nativeImage(SIXTEEN, [432, 462, 512, 612], [...window('40\\50', '400\\350'), ...rescale]);
    const expected = [-160, -100, 0, 200].map((hu) => Math.round(255 * ((hu - 39.5) / 399 + 0.5)));
    expect(await displayOf(image)).toEqual(expected);
    expect(expected).toEqual([0, 38, 102, 230]);
    expect((await imageOf(image)).display.contrast).toBe('window');
  });

  it('clamps outside the window, and one of width 1 is a threshold', async () => {
    expect(await displayOf(nativeImage(ROW, [0, 99, 101, 255], window('100.5', '1')))).toEqual([
      0, 0, 255, 255,
    ]);
    expect(await displayOf(nativeImage(ROW, [0, 49, 151, 255], window('100', '100')))).toEqual([
      0, 0, 255, 255,
    ]);
  });

  it('knows LINEAR_EXACT and SIGMOID', async () => {
    const values = [0, 50, 100, 150];
    expect(await displayOf(nativeImage(ROW, values, window('100', '200', 'LINEAR_EXACT')))).toEqual([
      0, 64, 128, 191,
    ]);
    const sigmoid = values.map((x) => Math.round(255 / (1 + Math.exp((-4 * (x - 100)) / 200))));
    expect(await displayOf(nativeImage(ROW, values, window('100', '200', 'SIGMOID')))).toEqual(sigmoid);
    expect(sigmoid).toEqual([30, 69, 128, 186]);
  });

  it('does not use a window that is none', async () => {
    for (const bad of [
      window('100', '0'),
      window('x', '10'),
      window('100', '-5'),
      window('1', '10', 'CURVED'),
    ])
      expect((await imageOf(nativeImage(ROW, [0, 1, 2, 3], bad))).display.contrast).toBe('min-max');
  });

  it('follows a VOI LUT before a window, its ends beyond its ends', async () => {
    const table: ElementSpec = ['00283010', 'SQ', [lut(8, 10, [0, 100, 255])]];
    const image = nativeImage(ROW, [0, 10, 11, 99], [table, ...window('5', '5')]);
    expect(await displayOf(image)).toEqual([0, 0, 100, 255]);
    expect((await imageOf(image)).display.contrast).toBe('voi-lut');
  });

  it('takes the first input of a table for signed where it is SS', async () => {
    const entries: ElementSpec = ['00283006', 'OW', [0, 100, 255]];
    const table: ElementSpec = ['00283010', 'SQ', [[['00283002', 'SS', [3, -1, 8]], entries]]];
    const rescale: ElementSpec = ['00281052', 'DS', '-10'];
    expect(await displayOf(nativeImage(ROW, [8, 9, 10, 11], [table, rescale]))).toEqual([0, 0, 100, 255]);
  });

  it('follows a modality LUT', async () => {
    const table: ElementSpec = ['00283000', 'SQ', [lut(16, 0, [0, 30000, 60000, 60000])]];
    expect(await displayOf(nativeImage(ROW, [0, 1, 2, 3], [table]))).toEqual([0, 128, 255, 255]);
  });

  it('takes the outputs of a modality LUT as they are, however small, and those of a VOI LUT in full', async () => {
    const modality: ElementSpec = ['00283000', 'SQ', [lut(16, 0, [0, 64, 128, 255])]];
    const image = nativeImage(ROW, [0, 1, 2, 3], [modality, ...window('128', '256', 'LINEAR_EXACT')]);
    expect(await displayOf(image)).toEqual([0, 64, 128, 254]);
    const voi: ElementSpec = ['00283010', 'SQ', [lut(16, 0, [0, 64, 128, 255])]];
    expect(await displayOf(nativeImage(ROW, [0, 1, 2, 3], [voi]))).toEqual([0, 64, 128, 255]);
  });

  it('reads a VOI LUT from where the modality begins, also where the file says no sign', async () => {
    const elements = (vr: 'SS' | 'US') => [
      ...imageElements({ ...ROW, allocated: 16 }, [
        ['00281052', 'DS', '-1024'],
        ['00281053', 'DS', '1 '],
        [
          '00283010',
          'SQ',
          [
            [
              ['00283002', vr, [4, -1024, 8]],
              ['00283006', 'OW', [0, 64, 128, 255]],
            ],
          ],
        ],
      ]),
      ['7fe00010', 'OW', [0, 1, 2, 3]] as const,
    ];
    expect(await displayOf(dicomFile(elements('SS')))).toEqual([0, 64, 128, 255]);
    expect(await displayOf(dicomFile(elements('US'), '1.2.840.10008.1.2'))).toEqual([0, 64, 128, 255]);
  });

  it('does without a table whose entries are larger than it says', async () => {
    const voi: ElementSpec = ['00283010', 'SQ', [lut(8, 0, [0, 100, 255, 4095])]];
    const image = nativeImage(ROW, [0, 1, 2, 3], [voi]);
    expect((await imageOf(image)).display.contrast).toBe('min-max');
    const modality: ElementSpec = ['00283000', 'SQ', [lut(8, 0, [0, 100, 255, 4095])]];
    expect(await problemOf(nativeImage(ROW, [0, 1, 2, 3], [modality]))).toMatchObject({
      code: 'invalid-dicom',
      expression: expect.stringContaining('LUTData'),
    });
  });

  it('finds the window of a frame in its functional groups', async () => {
    const groups = (center: string): ElementSpec[] => [
      ['00289132', 'SQ', [window(center, '2', 'LINEAR_EXACT')]],
    ];
    const image = nativeImage(
      { rows: 1, columns: 2 },
      [10, 20, 10, 20],
      [
        ['00280008', 'IS', '2'],
        ['52009230', 'SQ', [groups('11'), groups('30')]],
      ],
    );
    expect([...(await imageOf(image, 0)).display.pixels]).toEqual([0, 255]);
    expect([...(await imageOf(image, 1)).display.pixels]).toEqual([0, 0]);
  });

  it('refuses a slope of nothing', async () => {
    const problem = await problemOf(nativeImage(ROW, [0, 1, 2, 3], [['00281053', 'DS', '0']]));
    expect(problem).toMatchObject({ code: 'invalid-dicom', expression: '(0028,1053) RescaleSlope' });
  });

  it('shows floating-point numbers, what is none as black', async () => {
    const elements = imageElements(ROW).filter(([tag]) => tag < '00280100');
    const image = dicomFile([...elements, ['7fe00008', 'OF', [-1, Number.NaN, 0, 1]]]);
    expect(await displayOf(image)).toEqual([0, 0, 128, 255]);
    expect((await imageOf(image)).stored.samples).toEqual(Float32Array.of(-1, Number.NaN, 0, 1));
  });
});

describe('stored values', () => {
  it('are without what old files keep above Bits Stored: overlays', async () => {
    const image = nativeImage({ ...ROW, allocated: 16, stored: 12 }, [0x8001, 0x4002, 0x1fff, 3]);
    expect([...(await imageOf(image)).stored.samples]).toEqual([1, 2, 4095, 3]);
  });

  it('are without what lies below High Bit', async () => {
    const image = nativeImage(
      { ...ROW, allocated: 16, stored: 12, high: 15 },
      [0x001f, 0x0020, 0xfff0, 0x7ff0],
    );
    expect([...(await imageOf(image)).stored.samples]).toEqual([1, 2, 4095, 2047]);
  });

  it('are signed where Pixel Representation says so', async () => {
    const image = nativeImage(
      { ...ROW, allocated: 16, stored: 12, signed: true },
      [0x0fff, 0x0800, 0x07ff, 0xf000],
    );
    expect([...(await imageOf(image)).stored.samples]).toEqual([-1, -2048, 2047, 0]);
  });

  it('are not touched by an overlay of its own group', async () => {
    const image = dicomFile([
      ...imageElements(ROW, [
        ['60000010', 'US', [1]],
        ['60003000', 'OW', [0xffff]],
      ]),
      ['7fe00010', 'OB', [1, 2, 3, 4]],
    ]);
    expect([...(await imageOf(image)).stored.samples]).toEqual([1, 2, 3, 4]);
  });
});

describe('colour', () => {
  const colours = { rows: 1, columns: 2, samples: 3 };

  it('lies side by side whether it is stored by pixel or by plane', async () => {
    const byPixel = nativeImage(
      { ...colours, photometric: 'RGB' },
      [1, 2, 3, 4, 5, 6],
      [['00280006', 'US', [0]]],
    );
    const byPlane = nativeImage(
      { ...colours, photometric: 'RGB' },
      [1, 4, 2, 5, 3, 6],
      [['00280006', 'US', [1]]],
    );
    expect(await displayOf(byPlane)).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await imageOf(byPlane)).stored).toEqual((await imageOf(byPixel)).stored);
    expect((await imageOf(byPixel)).display).toMatchObject({ channels: 3, contrast: 'none' });
  });

  /** ITU-R BT.601: pure red, and white. */
  it('is made of YBR_FULL', async () => {
    const image = nativeImage({ ...colours, photometric: 'YBR_FULL' }, [76, 85, 255, 255, 128, 128]);
    const [red, green, blue, ...white] = await displayOf(image);
    expect([red! > 252, green! < 3, blue! < 3]).toEqual([true, true, true]);
    expect(white).toEqual([255, 255, 255]);
  });

  it('is made of YBR_FULL_422, two pixels to a pair of chrominances', async () => {
    const image = nativeImage({ ...colours, photometric: 'YBR_FULL_422' }, [50, 200, 128, 128]);
    expect(await displayOf(image)).toEqual([50, 50, 50, 200, 200, 200]);
    expect([...(await imageOf(image)).stored.samples]).toEqual([50, 128, 128, 200, 128, 128]);
  });

  it('has the upper eight bits of sixteen', async () => {
    const image = nativeImage(
      { ...colours, photometric: 'RGB', allocated: 16 },
      [0, 255, 256, 65535, 32768, 4660],
    );
    expect(await displayOf(image)).toEqual([0, 0, 1, 255, 128, 18]);
  });

  const palette = (bits: number, data: readonly (readonly number[])[]): ElementSpec[] => [
    ...data.map((entries, i): ElementSpec => [`0028110${i + 1}`, 'US', [entries.length, 1, bits]]),
    ...data.map((entries, i): ElementSpec => [`0028120${i + 1}`, 'OW', entries]),
  ];
  const indexed = { ...ROW, photometric: 'PALETTE COLOR' };

  it('comes from a palette of 16 or 8 bits', async () => {
    const sixteen = palette(16, [
      [0, 0xff00],
      [0x8000, 0],
      [0x1234, 0xffff],
    ]);
    expect(await displayOf(nativeImage(indexed, [0, 1, 2, 9], sixteen))).toEqual(
      [
        [0, 127, 18],
        [0, 127, 18],
        [254, 0, 255],
        [254, 0, 255],
      ].flat(),
    );
    const eight = palette(8, [
      [0, 255],
      [128, 0],
      [18, 254],
    ]);
    expect(await displayOf(nativeImage(indexed, [1, 2, 1, 2], eight))).toEqual(
      [
        [0, 128, 18],
        [255, 0, 254],
        [0, 128, 18],
        [255, 0, 254],
      ].flat(),
    );
  });

  it('of a palette that says 16 bits and fills eight is not black', async () => {
    const shallow = palette(16, [
      [0, 255],
      [128, 0],
      [18, 254],
    ]);
    expect((await displayOf(nativeImage(indexed, [1, 2, 1, 2], shallow))).slice(0, 6)).toEqual([
      0, 128, 18, 255, 0, 254,
    ]);
  });

  /** The same segments for red, green and blue. */
  const segmented = (count: number, bits: number, words: readonly number[]): ElementSpec[] => [
    ...[1, 2, 3].map((i): ElementSpec => [`0028110${i}`, 'US', [count, 0, bits]]),
    ...[1, 2, 3].map((i): ElementSpec => [`0028122${i}`, bits === 8 ? 'OB' : 'OW', words]),
  ];

  /** Red of each entry. */
  async function entriesOf(count: number, bits: number, words: readonly number[]) {
    const image = nativeImage(
      { ...indexed, columns: count },
      [...Array(count).keys()],
      segmented(count, bits, words),
    );
    return (await displayOf(image)).filter((_, i) => i % 3 === 0);
  }

  it('comes from a palette of segments: values, straight lines, and repetitions of earlier segments', async () => {
    const discrete = [0, 2, 0xffff, 0];
    const linear = [1, 4, 0x8000];
    expect(await entriesOf(8, 16, [...discrete, ...linear, 2, 1, 0, 0])).toEqual([
      255, 0, 31, 63, 95, 127, 255, 0,
    ]);
    // A line begins where the entries before it end, wherever it was first.
    expect(await entriesOf(10, 16, [...discrete, ...linear, 2, 1, 8, 0])).toEqual([
      255, 0, 31, 63, 95, 127, 127, 127, 127, 127,
    ]);
    expect(await entriesOf(6, 8, [0, 1, 200, 1, 2, 100, 2, 2, 0, 0, 0, 0])).toEqual([
      200, 150, 100, 200, 150, 100,
    ]);
  });

  it.each([
    ['of too few values', [0, 2, 1, 2]],
    ['of too many values', [0, 5, 1, 2, 3, 4, 5]],
    ['that break off', [0, 4, 1, 2]],
    ['that begin with a line', [1, 4, 100]],
    ['of an unknown kind', [3, 1, 1, 0, 3, 1, 2, 3]],
    ['that repeat themselves without end', [0, 1, 5, 2, 1, 6, 0]],
    ['that repeat what is not there', [0, 1, 5, 2, 1, 0xffff, 0xffff]],
  ])('is refused where it has segments %s', async (_, words) => {
    expect(await problemOf(nativeImage(indexed, [0, 0, 0, 0], segmented(4, 16, words)))).toMatchObject({
      code: 'invalid-dicom',
      expression: '(0028,1221) SegmentedRedPaletteColorLookupTableData',
    });
  });

  it('is refused where the palette is missing or of an unknown kind', async () => {
    expect(await problemOf(nativeImage(indexed, [0, 0, 0, 0]))).toMatchObject({
      code: 'invalid-dicom',
      expression: '(0028,1101) RedPaletteColorLookupTableDescriptor',
    });
    expect((await problemOf(nativeImage({ ...ROW, photometric: 'CMYK' }, [0, 0, 0, 0]))).code).toBe(
      'unsupported-dicom',
    );
  });
});
