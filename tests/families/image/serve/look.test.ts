import { describe, expect, it } from 'vitest';
import { pictureOf } from '../../../../src/families/image/pixels/picture.ts';
import { preprocessed } from '../../../../src/families/image/pixels/preprocess.ts';
import { greyOf, lookAt, type Raster } from '../../../../src/families/image/serve/look.ts';

type Grey = (x: number, y: number) => number;

function raster(width: number, height: number, planes: readonly Grey[], aspect = 1): Raster {
  const channels = planes.length as 1 | 3;
  const pixels = new SharedArrayBuffer(width * height * channels);
  new Uint8Array(pixels).forEach((_, i, all) => {
    const at = Math.floor(i / channels);
    all[i] = planes[i % channels]!(at % width, Math.floor(at / width));
  });
  return { pixels, channels, width, height, aspect };
}

const slope: Grey = (x, y) => 2 * x + y;
const fixed = { kind: 'fixed', mean: 0.5, deviation: 0.5 } as const;
const way = (fit: 'stretch' | 'pad' | 'crop', channels: 1 | 3 = 1) => ({
  preprocess: { side: 16, fit, normalise: fixed },
  channels,
});

describe('looking at a picture', () => {
  it('gives a network what its training had', () => {
    const { inputs } = lookAt(raster(60, 40, [slope]), [way('stretch'), way('pad')]);
    const picture = pictureOf(60, 40, greyOf(raster(60, 40, [slope])).data);
    expect(inputs[0]).toEqual(preprocessed(picture, way('stretch').preprocess));
    expect(inputs[1]).toEqual(preprocessed(picture, way('pad').preprocess));
  });

  it('measures its shorter side and its contrast', () => {
    const { quality } = lookAt(raster(60, 40, [(x) => (x < 30 ? 100 : 120)]), []);
    expect(quality).toEqual({ side: 40, deviation: 10, coloured: 0 });
  });

  it('measures large pictures by some of every row and column', () => {
    const stripes = (width: number, height: number, grey: Grey) =>
      lookAt(raster(width, height, [grey]), []).quality.deviation;
    expect(stripes(1000, 1000, (x) => (x % 2 ? 80 : 120))).toBeCloseTo(20, 1);
    expect(stripes(1024, 1024, (_, y) => (y % 16 < 8 ? 80 : 120))).toBeCloseTo(20, 1);
    expect(stripes(1024, 1024, (x) => (x % 16 < 8 ? 80 : 120))).toBeCloseTo(20, 1);
  });

  it('gives networks that want the same the same', () => {
    const { inputs } = lookAt(raster(60, 40, [slope]), [way('pad'), way('pad'), way('crop')]);
    expect(inputs[1]).toBe(inputs[0]);
    expect(inputs[2]).not.toEqual(inputs[0]);
  });

  it('respects pixels that are no squares, where proportions count', () => {
    const tall = raster(40, 20, [(_, y) => (y < 10 ? 0 : 255)], 2);
    const whole = (fit: 'pad' | 'stretch') => [...lookAt(tall, [way(fit)]).inputs[0]!];
    expect(whole('pad')).toEqual(whole('stretch'));
    const flat = raster(40, 40, [() => 255], 0.5);
    const rows = lookAt(flat, [way('pad')]).inputs[0]!;
    expect([rows[0], rows[16 * 8], rows[16 * 15]]).toEqual([-1, 1, -1]);
  });

  it('gives a network of three channels each colour by itself', () => {
    const coloured = raster(32, 32, [() => 255, () => 0, (x) => (x < 16 ? 0 : 255)]);
    const [input] = lookAt(coloured, [way('stretch', 3)]).inputs;
    expect(input).toHaveLength(3 * 256);
    expect([...new Set(input!.subarray(0, 256))]).toEqual([1]);
    expect([...new Set(input!.subarray(256, 512))]).toEqual([-1]);
    expect([input![512], input![512 + 15]]).toEqual([-1, 1]);
  });

  it('gives it a grey picture three times', () => {
    const [one, three] = lookAt(raster(60, 40, [slope]), [way('stretch'), way('stretch', 3)]).inputs;
    for (const c of [0, 1, 2]) expect(three!.subarray(256 * c, 256 * (c + 1))).toEqual(one);
  });

  it('normalises each colour by numbers of its own, where the network has them', () => {
    const normalise = {
      kind: 'channels' as const,
      mean: [0, 0.5, 1] as [number, number, number],
      deviation: [1, 0.5, 2] as [number, number, number],
    };
    const channels = { preprocess: { side: 16, fit: 'stretch' as const, normalise }, channels: 3 as const };
    const grey = raster(20, 20, [() => 255]);
    const coloured = raster(20, 20, [() => 255, () => 0, () => 0]);
    const [a, b] = [lookAt(grey, [channels]).inputs[0]!, lookAt(coloured, [channels]).inputs[0]!];
    expect([a[0], a[256], a[512]]).toEqual([1, 1, 0]);
    expect([b[0], b[256], b[512]]).toEqual([1, -1, -0.5]);
  });

  it('gives a network of one channel how light the colours are, and says what share has any', () => {
    const marked = raster(40, 40, [(x) => (x < 4 ? 255 : 90), () => 90, () => 90]);
    expect(greyOf(marked).data[0]).toBe(Math.round(0.299 * 255 + 0.701 * 90));
    expect(greyOf(marked).data[39]).toBe(90);
    expect(lookAt(marked, []).quality.coloured).toBeCloseTo(0.1, 12);
    const grey = raster(40, 40, [slope, slope, (x, y) => slope(x, y) + 20]);
    expect(lookAt(grey, []).quality.coloured).toBe(0);
  });
});
